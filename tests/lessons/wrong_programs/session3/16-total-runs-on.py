# step: session3/from-one-score-to-ten/softmax-by-hand
# mistake: the total runs on

import tensorflow as tf
import numpy as np

def softmax(scores):
    e = np.exp(scores)
    out = np.zeros_like(e)
    total = 0.0
    for i in range(len(e)):
        for v in e[i]:
            total += v
        out[i] = e[i] / total
    return out
