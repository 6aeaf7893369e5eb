# expect: finished: fork, vfork, clone, clone3 and exec below the C library
import signal
def born(name, *arguments):
    pid = sc(name, *arguments)
    if pid == 0: sc("exit_group", 0)
    return pid
tryit("fork", lambda: born("fork")); tryit("clone", lambda: born("clone", 17, 0, 0, 0, 0))
tryit("clone as a sibling", lambda: born("clone", 0x8000 | 17, 0, 0, 0, 0))
tryit("clone3", lambda: born("clone3", (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17), 88))
tryit("vfork", lambda: born("vfork"))
for kind in (0x10000000, 0x20000000, 0x40000000, 0x00020000): tryit("clone new", lambda: born("clone", kind | 17, 0, 0, 0, 0))
tryit("execve", lambda: sc("execve", b"/bin/true", None, None))
tryit("execveat", lambda: sc("execveat", os.open("/bin/true", os.O_PATH), b"", None, None, 0x1000))
