# step: session5/reading-cifar/whole-file
# mistake: first picture only

import numpy as np

def read_batch(path):
    with open(path, "rb") as file:
        record = np.frombuffer(file.read(3073), np.uint8)
    sheets = record[1:].reshape(1, 3, 32, 32)
    return np.moveaxis(sheets, 1, -1), record[:1]
