# step: session6/text-as-numbers/batches-in-order
# way: empty tables that are filled row by row

import numpy as np

def make_batches(ids, rows, steps):
    batches = (len(ids) - 1) // (rows * steps)
    length = batches * steps
    x = np.empty([batches, rows, steps], dtype=ids.dtype)
    y = np.empty_like(x)
    for row in range(rows):
        piece = ids[row * length : (row + 1) * length + 1]
        for batch in range(batches):
            start = batch * steps
            x[batch, row] = piece[start : start + steps]
            y[batch, row] = piece[start + 1 : start + steps + 1]
    return [x, y]
