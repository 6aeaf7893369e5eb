# step: session5/reading-cifar/whole-file
# generic: byte

import numpy as np

def read_batch(path):
    data = np.array([ord(letter) for letter in open(path, encoding="utf-8").read()])
    table = data.reshape(-1, 3073)
    return table[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), table[:, 0]
