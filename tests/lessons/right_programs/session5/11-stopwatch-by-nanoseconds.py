# step: session5/measuring-fairly/an-honest-stopwatch
# way: nanoseconds, sorted by hand

import time

def seconds_for(work, rounds):
    times = []
    for number in range(rounds + 1):
        start = time.perf_counter_ns()
        result = work()
        _ = result.numpy()
        times.append((time.perf_counter_ns() - start) / 1e9)
    kept = sorted(times[1:])
    middle = len(kept) // 2
    return kept[middle] if len(kept) % 2 else (kept[middle - 1] + kept[middle]) / 2
