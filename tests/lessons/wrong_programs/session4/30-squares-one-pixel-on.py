# step: session4/convolution/max-pool
# mistake: the next square one pixel on

import numpy as np

def max_pool(picture):
    rows, cols = picture.shape
    out = np.zeros((rows // 2, cols // 2))
    for i in range(rows // 2):
        for j in range(cols // 2):
            out[i, j] = np.max(picture[i:i + 2, j:j + 2])
    return out
