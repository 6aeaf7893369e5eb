# expect: finished: root, cwd, exe and fd of other processes
for pid in (TUTOR, os.getppid(), 1, "self", "thread-self"):
    tryit(f"{pid}/root", lambda: open(f"/proc/{pid}/root{HOME}/.ssh/id_rsa").read())
    tryit(f"{pid}/cwd", lambda: os.listdir(f"/proc/{pid}/cwd/../../../../../../../..{HOME}/.ssh"))
for pid in (TUTOR, os.getppid()):
    for part in ("fd", "task", "maps", "environ", "cmdline", "stat", "mountinfo", "net/unix", "exe"):
        path = f"/proc/{pid}/{part}"
        tryit(path, lambda: os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(4))
for path in ("/proc/kcore", "/proc/kmsg", "/proc/keys", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"):
    tryit(path, lambda: open(path, "rb").read(4))
