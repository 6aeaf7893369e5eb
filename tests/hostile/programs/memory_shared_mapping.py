# expect: error: no anonymous shared mapping, which could be dropped from the tables and still be held
import mmap
held = []
while True:
    held.append(mmap.mmap(-1, 64 << 20)); held[-1].write(b"x" * (64 << 20))
