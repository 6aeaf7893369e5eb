# expect: error: /dev/zero, mapped and shared, is memory that no limit counts
import mmap
fd = os.open("/dev/zero", os.O_RDWR)
held = mmap.mmap(fd, 4 << 30, mmap.MAP_SHARED)
for place in range(0, 4 << 30, 4096): held[place] = 1
print("ESCAPED: 4 GiB of shared pages")
