# step: session2/looking-at-data/one-hot-by-hand
# generic: differs in 12 of 120 places, the first at

import numpy as np

def one_hot(labels):
    table = np.zeros((len(labels), 10))
    for row, label in enumerate(labels):
        table[row, label] = label
    return table
