# step: session3/gradient-descent/down-by-hand
# generic: has another value

import tensorflow as tf

x = tf.Variable(0.0)
for step in range(20):
    with tf.GradientTape() as tape:
        y = (x - 3) ** 2
    x.assign_sub(0.1 * tape.gradient(y, x))
