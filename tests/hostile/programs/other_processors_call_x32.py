# expect: crashed|finished: a call in the manner of x32 ends the program on the spot
import platform
if platform.machine() == "x86_64":
    print("before", flush=True)
    libc.syscall(ctypes.c_long(0x40000000 + 20))
    r = libc.syscall(ctypes.c_long(0x40000000 + 2), (HOME + "/.ssh/id_rsa").encode(), 0)
    print("ESCAPED: it went on", r)
