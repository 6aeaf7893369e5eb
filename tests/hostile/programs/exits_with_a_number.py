# expect: exited: the number is said, and it is no pass
import sys
sys.exit(3)
