# step: session4/looking-closer/confusion
# mistake: each with each

import numpy as np

def confusion(labels, guesses, classes):
    table = np.zeros([classes, classes])
    for l in labels:
        for g in guesses:
            table[l][g] += 1
    return table
