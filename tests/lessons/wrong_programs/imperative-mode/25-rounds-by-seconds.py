# step: imperative-mode/which-is-faster/a-stopwatch
# mistake: calls in a second

import time

def seconds_per_call(work, rounds):
    work()
    start = time.perf_counter()
    n = 0
    while n < rounds:
        work()
        n += 1
    elapsed = time.perf_counter() - start
    return rounds / elapsed

print(seconds_per_call(nap, 5))
