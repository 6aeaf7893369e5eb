# step: session6/gates/lstm-step
# way: the tables are cut, not their product

import tensorflow as tf

def lstm_step(x, h, c, w, u, b):
    units = c.shape[-1]

    def piece(k):
        part = slice(k * units, (k + 1) * units)
        return x @ w[:, part] + h @ u[:, part] + b[part]

    new_c = tf.add(tf.nn.sigmoid(piece(1)) * c, tf.nn.sigmoid(piece(0)) * tf.nn.tanh(piece(2)))
    return [tf.nn.sigmoid(piece(3)) * tf.nn.tanh(new_c), new_c]
