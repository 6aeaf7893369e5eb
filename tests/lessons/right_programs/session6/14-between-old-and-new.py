# step: session6/gates/gru-step
# way: reshaped into three, and a step from the candidate towards the old state

import tensorflow as tf

def gru_step(x, h, w, u, b):
    rows, units = h.shape
    a = tf.reshape(tf.matmul(x, w) + b[0], [rows, 3, units])
    p = tf.reshape(tf.matmul(h, u) + b[1], [rows, 3, units])
    gates = tf.sigmoid(a[:, :2] + p[:, :2])
    candidate = tf.tanh(a[:, 2] + gates[:, 1] * p[:, 2])
    return candidate + gates[:, 0] * (h - candidate)
