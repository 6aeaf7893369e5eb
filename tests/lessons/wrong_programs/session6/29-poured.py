# step: session6/gates/from-pytorch
# mistake: reshaped in place of turned

import numpy as np

def from_pytorch(weight):
    a = np.array(weight)
    n = len(a) // 3
    a = np.concatenate([a[n : 2 * n], a[:n], a[2 * n :]])
    return a.reshape(a.shape[::-1])
