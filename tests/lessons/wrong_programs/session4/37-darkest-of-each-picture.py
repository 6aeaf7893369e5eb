# step: session4/the-cnn/prepare
# mistake: by the largest of each picture

import numpy as np

def prepare(pictures):
    ready = []
    for picture in pictures:
        darkest = np.max(picture)
        scaled = picture.astype(np.float32) / np.float32(darkest)
        ready.append(scaled)
    ready = np.array(ready)
    return np.expand_dims(ready, -1)
