# step: session6/training-on-shakespeare/perplexity
# way: perplexity as 2 to the power of the bits

import numpy as np


def in_other_units(loss):
    bits = loss * np.log2(np.e)
    return 2**bits, bits
