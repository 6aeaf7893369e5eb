# step: session4/looking-closer/to-picture
# mistake: all but the dot is ink

import numpy as np

def to_picture(lines):
    a = np.array([list(l) for l in lines])
    a = (a != ".").astype("float32")
    a = a.repeat(2, axis=0).repeat(2, axis=1)
    return a.reshape(1, a.shape[0], a.shape[1], 1)
