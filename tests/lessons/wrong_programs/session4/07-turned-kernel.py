# step: session4/convolution/slide-by-hand
# mistake: kernel flipped

import numpy as np

def convolve(picture, kernel):
    turned = np.rot90(kernel, 2)
    h = picture.shape[0] - len(kernel) + 1
    w = picture.shape[1] - len(kernel[0]) + 1
    total = np.zeros((h, w))
    for i in range(len(turned)):
        for j in range(len(turned[0])):
            total += turned[i, j] * picture[i:i + h, j:j + w]
    return total
