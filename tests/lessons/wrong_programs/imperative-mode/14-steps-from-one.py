# step: imperative-mode/which-is-faster/find-the-retracing
# mistake: counted from one

import tensorflow as tf

@tf.function
def train_step(x, step, rates):
    return rates[0] / (step + 1) * tf.reduce_sum(tf.square(x))

x = tf.constant([1.0, 2.0])
losses = [float(train_step(x, step, [0.5])) for step in tf.range(1.0, 5.0)]
