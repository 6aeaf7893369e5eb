# step: session6/training-on-shakespeare/perplexity
# mistake: power of 2

import numpy as np


def in_other_units(loss):
    bits = loss / np.log(2.0)
    return np.exp2(loss), bits
