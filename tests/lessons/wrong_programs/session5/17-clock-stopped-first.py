# step: session5/measuring-fairly/an-honest-stopwatch
# mistake: no waiting

import statistics
import time

def seconds_for(work, rounds):
    first = work()
    first.numpy()
    found = []
    while len(found) < rounds:
        begin = time.perf_counter()
        later = work()
        end = time.perf_counter()
        later.numpy()
        found.append(end - begin)
    return statistics.median(found)
