# step: session4/convolution/slide-by-hand
# mistake: matrix product beneath

import numpy as np

def convolve(picture, kernel):
    h = picture.shape[0] - kernel.shape[0] + 1
    w = picture.shape[1] - kernel.shape[1] + 1
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            patch = picture[i:i + kernel.shape[0], j:j + kernel.shape[1]]
            out[i, j] = np.sum(np.dot(patch, kernel))
    return out
