# step: session6/gates/from-pytorch
# mistake: only turned

import numpy as np

def from_pytorch(weight):
    return np.array(weight).T
