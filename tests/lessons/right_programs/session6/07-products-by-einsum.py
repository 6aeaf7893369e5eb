# step: session6/a-cell-by-hand/one-step
# way: einsum, and tanh as 2 sigmoid(2z) - 1

import tensorflow as tf

def step(x, h, w, u, b):
    z = tf.einsum("ri,iu->ru", x, w) + tf.einsum("rv,vu->ru", h, u)
    return 2 * tf.sigmoid(2 * (z + b)) - 1
