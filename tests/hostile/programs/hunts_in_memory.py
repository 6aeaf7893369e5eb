# expect: finished: no key, path or secret of the tutor's in this process
import gc, sys
wanted = "SECRET of " + "".join(["the", " test"])
found = [str(o)[:80] for o in gc.get_objects() if isinstance(o, (dict, list, tuple)) and wanted in str(o)[:10000]]
print("ESCAPED:" if found else "nothing", found[:1])
for line in open("/proc/self/maps"):
    if "tftutor" in line and "site-packages" in line: print("ESCAPED:", line)
try: import tftutor.checks; print("ESCAPED: imported")
except ImportError: print("no such module")
