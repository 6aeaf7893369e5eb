# step: imperative-mode/which-is-faster/a-stopwatch
# mistake: one round too few

import time

def seconds_per_call(work, rounds):
    work()
    t0 = time.perf_counter()
    for i in range(1, rounds):
        work()
    t1 = time.perf_counter()
    return (t1 - t0) / rounds

print(seconds_per_call(nap, 5))
