# step: session3/gradient-descent/down-by-hand
# mistake: x a tensor after the first step

import tensorflow as tf

alpha = 0.1
x = tf.Variable(0.0)

for step in range(25):
    with tf.GradientTape() as tape:
        y = (x - 3) ** 2
    slope = tape.gradient(y, x)
    x = x - alpha * slope
print(x.numpy())
