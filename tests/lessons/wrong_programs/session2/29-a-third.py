# step: session2/define-and-run/gradient-anywhere
# mistake: a third of x

import tensorflow as tf

def gradient(x):
    return x / 3

print(gradient(tf.constant([[1.0, 2, 3], [4, 5, 6]])))
