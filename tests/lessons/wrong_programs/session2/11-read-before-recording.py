# step: session2/define-and-run/gradient-of-a-mean
# mistake: gradient outside the tape

import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))
squares = tf.square(x)

with tf.GradientTape() as tape:
    y = tf.reduce_mean(squares)

x_grad = tape.gradient(y, x)
