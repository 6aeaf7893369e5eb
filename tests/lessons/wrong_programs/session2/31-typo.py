# step: session2/define-and-run/gradient-anywhere
# generic: Did you mean `reduce_mean`?

import tensorflow as tf

def gradient(x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_mena(x ** 2)
    return tape.gradient(y, x)

print(gradient(tf.constant([[1.0, 2, 3], [4, 5, 6]])))
