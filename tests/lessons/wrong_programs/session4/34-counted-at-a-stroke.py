# step: session4/looking-closer/confusion
# mistake: marked, not counted

import numpy as np

def confusion(labels, guesses, classes):
    table = np.zeros([classes, classes], dtype=int)
    table[np.array(labels), np.array(guesses)] += 1
    return table
