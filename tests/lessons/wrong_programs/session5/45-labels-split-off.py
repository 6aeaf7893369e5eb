# step: session5/reading-cifar/whole-file
# mistake: labels as a column

import numpy as np

def read_batch(path):
    records = np.fromfile(path, dtype="uint8").reshape(-1, 1 + 3 * 32 * 32)
    labels, pixels = np.split(records, [1], axis=1)
    return np.moveaxis(pixels.reshape(len(pixels), 3, 32, 32), 1, 3), labels
