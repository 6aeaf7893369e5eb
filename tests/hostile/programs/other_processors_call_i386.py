# expect: crashed|finished: int 0x80 ends the program on the spot
import mmap, platform
if platform.machine() == "x86_64":
    code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, getpid; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    print("before", flush=True)
    pid = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    print("ESCAPED: int 0x80 answered" if pid == os.getpid() else "blocked:", pid)
