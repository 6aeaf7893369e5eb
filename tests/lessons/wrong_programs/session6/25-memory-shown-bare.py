# step: session6/gates/lstm-step
# mistake: no tanh at the output

import tensorflow as tf

def lstm_step(x, h, c, w, u, b):
    parts = tf.reshape(x @ w + h @ u + b, [x.shape[0], 4, -1])
    gates = tf.sigmoid(parts)
    c = gates[:, 1] * c + gates[:, 0] * tf.tanh(parts[:, 2])
    return gates[:, 3] * c, c
