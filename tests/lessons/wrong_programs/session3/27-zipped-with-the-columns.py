# step: session3/softmax-regression/error-rate
# mistake: wrong axis, one by one

import numpy as np

def error_rate(logits, labels):
    best = np.argmax(logits, 0)
    mistaken = 0
    for guess, label in zip(best, labels):
        if guess != label:
            mistaken += 1
    return mistaken / len(labels)
