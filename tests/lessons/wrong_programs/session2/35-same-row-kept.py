# step: session2/looking-at-data/one-hot-by-hand
# mistake: one row again and again

import numpy as np

def one_hot(labels):
    rows = []
    row = np.zeros(10)
    for label in labels:
        row[label] = 1
        rows.append(row)
    return np.array(rows)

print(one_hot(np.array([3, 0, 9])))
