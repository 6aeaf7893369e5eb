# expect: finished: no module, cached bytecode or site file of the machine's Python changes
import numpy, site, sys, tensorflow, sysconfig
for path in (numpy.__file__, tensorflow.__file__, os.__file__, sysconfig.get_paths()["purelib"] + "/hx.pth", sys.executable,
             "/usr/lib/hx", "/etc/ld.so.preload", "/etc/hx", "/var/tmp/hx", "/run/hx", "/tmp/hx_pwned"):
    tryit(path, lambda: open(path, "ab"))
