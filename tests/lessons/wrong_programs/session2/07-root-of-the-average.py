# step: session2/variables/how-far-off
# mistake: square root

import numpy as np

def how_far_off(guess, truth):
    apart = np.subtract(guess, truth)
    return np.mean(apart * apart) ** 0.5
