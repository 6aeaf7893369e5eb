# step: imperative-mode/tracing-again/hand-over-tensors
# mistake: as it was

import tensorflow as tf

@tf.function
def move(weight, rate):
    rate = tf.convert_to_tensor(rate, tf.float32)
    return weight - rate * 0.5

weight = tf.constant(10.0)
path = []
for rate in [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]:
    weight = move(weight, rate)
    path.append(float(weight))
