# step: session6/text-as-numbers/batches-in-order
# mistake: rows first

import numpy as np

def make_batches(ids, rows, steps):
    batches = (len(ids) - 1) // (rows * steps)
    used = batches * rows * steps
    pieces = np.split(ids[:used], rows)
    later = np.split(ids[1 : used + 1], rows)
    return (np.array([p.reshape(batches, steps) for p in pieces]),
            np.array([p.reshape(batches, steps) for p in later]))
