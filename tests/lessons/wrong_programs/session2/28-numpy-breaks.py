# step: session2/define-and-run/gradient-of-a-mean
# mistake: numbers without a trace

import numpy as np
import tensorflow as tf

x = tf.Variable(tf.ones([2, 3]))

with tf.GradientTape() as tape:
    y = np.mean(x.numpy() ** 2)

x_grad = tape.gradient(y, x)
print(x_grad)
