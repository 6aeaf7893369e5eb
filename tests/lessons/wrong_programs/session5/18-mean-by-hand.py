# step: session5/measuring-fairly/an-honest-stopwatch
# mistake: average

import time

def seconds_for(work, rounds):
    work().numpy()
    start = time.perf_counter()
    for _ in range(rounds):
        work().numpy()
    return (time.perf_counter() - start) / rounds
