# expect: memory: an anonymous shared mapping counts like any other memory
import mmap
held = []
while True:
    held.append(mmap.mmap(-1, 64 << 20)); held[-1].write(b"x" * (64 << 20))
