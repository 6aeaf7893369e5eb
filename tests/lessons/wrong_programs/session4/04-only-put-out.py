# step: session4/learning-by-heart/dropout-by-hand
# mistake: not made larger

import numpy as np

def dropout(x, dice, rate):
    kept = np.array(x)
    kept[np.array(dice) < rate] = 0.0
    return kept
