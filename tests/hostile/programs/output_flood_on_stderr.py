# expect: output: the other stream is counted too
import sys
while True: sys.stderr.write("y" * 1000)
