# step: session2/define-and-run/gradient-of-a-mean
# mistake: sum for mean

import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))

with tf.GradientTape() as tape:
    y = tf.einsum("ij,ij->", x, x)

[x_grad] = tape.gradient(y, [x])
