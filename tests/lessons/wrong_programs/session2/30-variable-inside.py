# step: session2/define-and-run/gradient-anywhere
# mistake: not watched

import tensorflow as tf

def gradient(x):
    knobs = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = tf.reduce_mean(knobs ** 2)
    return tape.gradient(y, x)

print(gradient(tf.constant([[1.0, 2, 3], [4, 5, 6]])))
