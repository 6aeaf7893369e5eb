# expect: finished: limits raised, privileges regained, death signal cleared, filters replaced
import resource
for name, value in (("NOFILE", 100000), ("FSIZE", -1), ("DATA", -1), ("CORE", -1)):
    kind = getattr(resource, "RLIMIT_" + name); hard = resource.getrlimit(kind)[1]
    if hard == -1: continue
    tryit(name, lambda: resource.setrlimit(kind, (value, value)))
for number, value in ((1, 0), (4, 0), (36, 1), (0x59616D61, -1), (24, 0), (28, 0), (47, 2), (35, 1)):
    if number == 24 and not os.getuid(): continue
    tryit(f"prctl {number}", lambda: check(libc.prctl(number, ctypes.c_ulong(value & (2**64 - 1)), 21, 0, 0)))
print(libc.prctl(38, 0, 0, 0, 0), libc.prctl(39, 0, 0, 0, 0), "no_new_privs")
tryit("seccomp", lambda: sc("seccomp", 1, 0, None)); tryit("chroot", lambda: os.chroot("."))
tryit("user namespace", lambda: sc("unshare", 0x10000000)); tryit("mount", lambda: sc("mount", b"none", b"/", None, 0x5000, None))
tryit("setuid", lambda: os.setuid(0 if os.getuid() else 1)); tryit("personality", lambda: sc("personality", 0x0400000))
tryit("capset", lambda: sc("capset", (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)))
tryit("setns", lambda: sc("setns", os.open("/proc/1/ns/mnt", 0), 0))
tryit("less likely to be killed", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
