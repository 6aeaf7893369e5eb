# step: session4/more-layers/two-linear-layers
# mistake: b1 does not pass the second layer

import numpy as np

def merge(w1, b1, w2, b2):
    both = np.einsum("ij,jk->ik", w1, w2)
    bias = np.zeros(both.shape[1])
    for place in range(len(bias)):
        bias[place] = b2[place]
    return both, bias
