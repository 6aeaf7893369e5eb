# step: imperative-mode/what-tracing-does/print-each-time
# mistake: text made too early

import tensorflow as tf

@tf.function
def step(loss):
    line = "loss {}".format(loss)
    tf.print(line)
    return loss * 0.5

loss = tf.constant(8.0)
for _ in range(3):
    loss = step(loss)
