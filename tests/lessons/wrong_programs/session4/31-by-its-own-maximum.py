# step: session4/the-cnn/prepare
# mistake: by the largest one seen

import numpy as np

def prepare(pictures):
    p = pictures.astype("float32")
    p = p / p.max()
    return p.reshape(len(p), 28, 28, 1)
