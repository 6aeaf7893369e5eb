# step: session6/text-as-numbers/batches-in-order
# mistake: targets rolled in each window

import numpy as np

def make_batches(ids, rows, steps):
    batches = (len(ids) - 1) // (rows * steps)
    stride = batches * steps
    x = [[ids[r * stride + b * steps :][:steps] for r in range(rows)] for b in range(batches)]
    y = [[np.append(window[1:], window[0]) for window in batch] for batch in x]
    return np.array(x), np.array(y)
