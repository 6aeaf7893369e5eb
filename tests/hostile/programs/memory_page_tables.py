# expect: memory: tables of pages that were only read count like any other memory
import mmap
SIZE, NO_RESERVE = 1 << 40, 0x4000
held = []
while True:
    held.append(mmap.mmap(-1, SIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NO_RESERVE, mmap.PROT_READ))
    for place in range(0, SIZE, 2 << 20): held[-1][place]
