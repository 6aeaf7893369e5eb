# expect: error: a hook that fails changes nothing
import sys
def hook(*a): raise SystemExit(0)
sys.excepthook = hook
sys.unraisablehook = hook
raise ValueError("mine")
