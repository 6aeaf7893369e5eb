# step: session6/a-cell-by-hand/one-step
# mistake: no tanh

import numpy as np

def step(x, h, w, u, b):
    return np.matmul(x, w) + np.matmul(h, u) + b
