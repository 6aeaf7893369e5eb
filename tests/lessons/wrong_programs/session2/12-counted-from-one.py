# step: session2/looking-at-data/one-hot-by-hand
# mistake: one place off

import numpy as np

def one_hot(labels):
    table = np.zeros((len(labels), 10))
    for row, label in enumerate(labels):
        table[row, label - 1] = 1.0
    return table
