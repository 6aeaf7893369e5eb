# expect: memory: tables of pages that were only read count like any other memory
import mmap
held = []
while True:
    held.append(mmap.mmap(-1, 1 << 40, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_NORESERVE, mmap.PROT_READ))
    for place in range(0, 1 << 40, 2 << 20): held[-1][place]
