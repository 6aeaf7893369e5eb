# step: session3/softmax-regression/error-rate
# mistake: the score for its place

import numpy as np

def error_rate(logits, labels):
    best = np.max(logits, axis=1)
    return np.mean(best != labels)
