# step: session4/looking-closer/to-picture
# mistake: 255 for ink

import numpy as np

def to_picture(lines):
    tall = np.zeros((len(lines) * 2, len(lines[0]) * 2), np.float32)
    for i, line in enumerate(lines):
        for j, sign in enumerate(line):
            if sign == "#":
                tall[2 * i:2 * i + 2, 2 * j:2 * j + 2] = 255
    return tall.reshape(1, *tall.shape, 1)
