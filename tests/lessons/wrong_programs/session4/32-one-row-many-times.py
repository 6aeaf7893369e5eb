# step: session4/looking-closer/confusion
# mistake: one row for all

import numpy as np

def confusion(labels, guesses, classes):
    table = [[0] * classes] * classes
    for i in range(len(labels)):
        table[labels[i]][guesses[i]] += 1
    return np.array(table)
