# expect: finished: prlimit on other processes
import resource
for pid in (TUTOR, os.getppid()):
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
        tryit("prlimit", lambda: resource.prlimit(pid, kind, (8, 8)))
