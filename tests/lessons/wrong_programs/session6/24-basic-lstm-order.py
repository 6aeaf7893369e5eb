# step: session6/gates/lstm-step
# mistake: candidate second, as in 2017

import tensorflow as tf

def lstm_step(x, h, c, w, u, b):
    n = c.shape[1]
    z = x @ w + h @ u + b
    i, j, f, o = z[:, :n], z[:, n:2*n], z[:, 2*n:3*n], z[:, 3*n:]
    new_c = c * tf.sigmoid(f) + tf.sigmoid(i) * tf.tanh(j)
    return tf.tanh(new_c) * tf.sigmoid(o), new_c
