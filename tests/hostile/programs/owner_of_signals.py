# expect: finished: SIGIO, or SIGKILL in its place, to a process that was made a pipe's owner
import fcntl, struct
for owner in (TUTOR, -TUTOR, os.getppid()):
    r, w = os.pipe()
    def arm():
        fcntl.fcntl(r, 8, owner); fcntl.fcntl(r, 10, 9); fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        os.write(w, b"x")
    tryit("F_SETOWN", arm)
    tryit("F_SETOWN_EX", lambda: fcntl.fcntl(r, 15, struct.pack("ii", 1, abs(owner))))
    import socket
    a, b = socket.socketpair()
    tryit("FIOSETOWN", lambda: fcntl.ioctl(a, 0x8901, struct.pack("i", owner)))
    tryit("SIOCSPGRP", lambda: fcntl.ioctl(a, 0x8902, struct.pack("i", owner)))
tryit("F_NOTIFY", lambda: fcntl.fcntl(os.open(".", 0), 1026, 1))
tryit("F_SETLEASE", lambda: fcntl.fcntl(os.open("lease", os.O_CREAT), 1024, 0))
