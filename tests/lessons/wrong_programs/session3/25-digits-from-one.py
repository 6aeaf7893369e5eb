# step: session3/ten-pictures/one-digits-picture
# mistake: digits counted from 1

def picture(w, digit):
    column = w[:, digit - 1]
    return np.reshape(column, (28, 28))
import numpy as np
