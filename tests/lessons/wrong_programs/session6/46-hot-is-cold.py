# step: session6/writing-with-it/shares
# mistake: multiplied

import numpy as np


def shares(scores, temperature):
    scaled = np.asarray(scores) * temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
