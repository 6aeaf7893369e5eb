# step: session3/gradient-descent/an-optimizer
# mistake: a pair in no list

import keras
import tensorflow as tf

x = tf.Variable(0.0)
optimizer = keras.optimizers.SGD(0.1)

for step in range(25):
    with tf.GradientTape() as tape:
        y = (x - 3) ** 2
    slope = tape.gradient(y, x)
    optimizer.apply_gradients((slope, x))
print(x.numpy())
