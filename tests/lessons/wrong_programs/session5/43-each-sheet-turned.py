# step: session5/reading-cifar/one-record
# mistake: on its side

import numpy as np

def one_picture(record):
    sheets = [record[k:k + 1024].reshape(32, 32).T for k in (1, 1025, 2049)]
    return record[0], np.dstack(sheets)
