# expect: finished: no memory file, nothing in /dev/shm, which no memory limit would count
import mmap
def memory_file():
    fd = os.memfd_create("hog"); os.ftruncate(fd, 3 << 30); return fd
tryit("memfd_create", memory_file)
tryit("memfd_create by number", lambda: sc("memfd_create", b"hog", 0))
for i in range(3): tryit("/dev/shm", lambda: open(f"/dev/shm/hx_{i}", "wb").write(b"x" * (50 << 20)))
from multiprocessing import shared_memory
tryit("shared_memory", lambda: shared_memory.SharedMemory(create=True, size=1 << 20))
