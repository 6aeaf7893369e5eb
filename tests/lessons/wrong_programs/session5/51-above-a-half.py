# step: session5/input-pipelines/flip-some
# mistake: the others

import numpy as np

def flip_some(pictures, dice):
    out = np.array(pictures)
    for k, d in enumerate(np.array(dice)):
        if d > 0.5:
            out[k] = out[k][:, ::-1]
    return out
