# step: session6/text-as-numbers/batches-in-order
# way: the place in the text is computed for every batch, row and step at once

import numpy as np

def make_batches(ids, rows, steps):
    batches = (len(ids) - 1) // (rows * steps)
    k, r, t = np.ogrid[:batches, :rows, :steps]
    place = r * (batches * steps) + k * steps + t
    return ids[place], ids[place + 1]
