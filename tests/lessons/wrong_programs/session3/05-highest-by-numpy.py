# step: session3/from-one-score-to-ten/safe-softmax
# mistake: the highest of all

import numpy as np

def softmax(scores):
    powers = np.exp(scores - np.max(scores))
    return powers / np.sum(powers, axis=1, keepdims=True)
