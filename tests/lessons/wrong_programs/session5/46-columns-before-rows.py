# step: session5/reading-cifar/whole-file
# mistake: on their sides

import numpy as np

def read_batch(path):
    records = np.fromfile(path, np.uint8).reshape(-1, 3073)
    return np.einsum("nchw->nwhc", records[:, 1:].reshape(-1, 3, 32, 32)), records[:, 0]
