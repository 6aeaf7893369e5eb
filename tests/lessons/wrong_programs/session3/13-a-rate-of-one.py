# step: session3/gradient-descent/down-by-hand
# mistake: no learning rate

import tensorflow as tf

x = tf.Variable(0.0)
rate = 1.0
for step in range(25):
    with tf.GradientTape() as tape:
        y = tf.square(x - 3)
    x.assign(x - rate * tape.gradient(y, x))
