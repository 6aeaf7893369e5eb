# step: imperative-mode/which-is-faster/a-stopwatch
# mistake: one round, as it is

import time

def seconds_per_call(work, rounds):
    # warm-up
    work()
    before = time.time()
    work()
    after = time.time()
    seconds = after - before
    return seconds

print(seconds_per_call(nap, 5))
