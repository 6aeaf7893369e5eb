# expect: exited: the number is told, and it is no pass
import sys
sys.exit(3)
