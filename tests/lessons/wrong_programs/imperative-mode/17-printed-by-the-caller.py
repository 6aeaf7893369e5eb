# step: imperative-mode/what-tracing-does/print-each-time
# mistake: printed by the loop

import tensorflow as tf

@tf.function
def step(loss):
    return loss / 2

loss = tf.constant(8.0)
for _ in range(3):
    print(f"loss {loss.numpy():.0f}")
    loss = step(loss)
