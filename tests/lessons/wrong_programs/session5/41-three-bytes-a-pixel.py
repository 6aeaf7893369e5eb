# step: session5/reading-cifar/one-record
# mistake: reshaped at once

import numpy as np

def one_picture(record):
    picture = np.zeros([32, 32, 3], np.uint8)
    for row in range(32):
        for column in range(32):
            start = 1 + 3 * (32 * row + column)
            picture[row, column] = record[start:start + 3]
    return int(record[0]), picture
