# step: session2/looking-at-data/one-hot-by-hand
# mistake: label in place of one

import numpy as np

def one_hot(labels):
    table = np.zeros((len(labels), 10))
    for row, label in enumerate(labels):
        table[row, label] = label
    return table
