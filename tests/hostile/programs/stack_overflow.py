# expect: crashed|error: recursion in C
import sys, functools
sys.setrecursionlimit(10**9)
f = lambda: None
for _ in range(10**6): f = functools.partial(f)
f()
def g(): return [*map(lambda _: g(), [0])]
g()
