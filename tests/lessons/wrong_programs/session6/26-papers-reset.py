# step: session6/gates/gru-step
# mistake: reset before the product

import tensorflow as tf

def gru_step(x, h, w, u, b):
    n = h.shape[1]
    a = x @ w + b[0]
    p = h @ u + b[1]
    z = tf.sigmoid(a[:, :n] + p[:, :n])
    r = tf.sigmoid(a[:, n : 2 * n] + p[:, n : 2 * n])
    new = tf.tanh(a[:, 2 * n :] + (r * h) @ u[:, 2 * n :] + b[1, 2 * n :])
    return z * h + (1 - z) * new
