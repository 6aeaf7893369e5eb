# step: session4/convolution/slide-by-hand
# mistake: a square kernel taken for granted

import numpy as np

def convolve(picture, kernel):
    k = kernel.shape[0]
    h, w = picture.shape[0] - k + 1, picture.shape[1] - k + 1
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = np.sum(picture[i:i + k, j:j + k] * kernel)
    return out
