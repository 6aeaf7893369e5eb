# step: session5/reading-cifar/one-record
# mistake: channels first

import numpy as np

def one_picture(record):
    red, green, blue = np.split(record[1:], 3)
    return record[0], np.stack([sheet.reshape(32, 32) for sheet in (red, green, blue)])
