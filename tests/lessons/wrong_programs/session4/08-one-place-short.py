# step: session4/convolution/slide-by-hand
# mistake: last place left out

import numpy as np

def convolve(picture, kernel):
    h, w = kernel.shape
    rows = []
    for i in range(len(picture) - h):
        row = []
        for j in range(len(picture[0]) - w):
            row.append((picture[i:i + h, j:j + w] * kernel).sum())
        rows.append(row)
    return np.array(rows)
