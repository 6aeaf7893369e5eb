# step: session6/gates/gru-step
# mistake: reset gate first

import tensorflow as tf

def gru_step(x, h, w, u, b):
    n = h.shape[1]
    a, p = x @ w + b[0], h @ u + b[1]
    r, z = tf.split(tf.sigmoid(a[:, : 2 * n] + p[:, : 2 * n]), 2, axis=1)
    new = tf.tanh(a[:, 2 * n :] + r * p[:, 2 * n :])
    return (1 - z) * new + z * h
