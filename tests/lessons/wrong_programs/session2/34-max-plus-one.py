# step: session2/looking-at-data/one-hot-by-hand
# mistake: as wide as the largest

import numpy as np

def one_hot(labels):
    classes = max(labels) + 1
    return np.eye(classes)[labels]

print(one_hot(np.array([3, 0, 9])))
