# step: session6/text-as-numbers/batches-in-order
# mistake: windows dealt in turn

import numpy as np

def make_batches(ids, rows, steps):
    x, y = [], []
    size = rows * steps
    for start in range(0, (len(ids) - 1) // size * size, size):
        x.append(ids[start : start + size].reshape(rows, steps))
        y.append(ids[start + 1 : start + size + 1].reshape(rows, steps))
    return np.array(x), np.array(y)
