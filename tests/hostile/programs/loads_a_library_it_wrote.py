# expect: any: machine code of its own has no more rights than Python
import mmap, platform
if platform.machine() == "x86_64":
    code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(b"\xb8\x39\x00\x00\x00\x0f\x05\xc3")  # mov eax, fork; syscall; ret
    pid = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    if pid == 0: os._exit(0)
    print("ESCAPED: forked" if pid > 0 else "blocked:", pid)
