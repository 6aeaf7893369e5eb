# expect: finished: no terminal is made, taken or written to
import fcntl, pty
tryit("openpty", pty.openpty)
for fd in (0, 1, 2, 3, 4, 5):
    for number in (0x5412, 0x541C, 0x540E, 0x5423, 0x541D): tryit(f"ioctl {number:x} on {fd}", lambda: fcntl.ioctl(fd, number, b"x" * 8))
for path in ("/dev/tty", "/dev/console", "/dev/ptmx", "/dev/tty0", "/dev/vcs", "/dev/kmsg", "/dev/mem", "/dev/fuse", "/dev/kvm", "/dev/net/tun"):
    tryit(path, lambda: os.open(path, os.O_RDWR | os.O_NOCTTY))
