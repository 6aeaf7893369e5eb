# step: session5/reading-cifar/one-record
# way: three sheets put behind one another

import numpy as np

def one_picture(record):
    label, pixels = record[0], np.array(record[1:])
    red, green, blue = (sheet.reshape(32, 32) for sheet in np.array_split(pixels, 3))
    return label, np.dstack([red, green, blue])
