# step: session4/convolution/max-pool
# generic: max_pool

import numpy as np

def max_pool(picture):
    upper = np.minimum(picture[::2, ::2], picture[::2, 1::2])
    lower = np.minimum(picture[1::2, ::2], picture[1::2, 1::2])
    return np.minimum(upper, lower)
