# step: session2/define-and-run/gradient-of-a-mean
# mistake: gradient outside the tape

import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))

with tf.GradientTape() as tape:
    y = tf.reduce_mean(tf.square(x))

x_grad = tape.gradient(x, y)
print(x_grad)
