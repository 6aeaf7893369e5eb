# step: imperative-mode/what-tracing-does/thaw-the-dice
# mistake: rounded

import tensorflow as tf

@tf.function
def throw():
    r = tf.random.uniform([], 1.0, 6.0)
    return tf.cast(tf.round(r), tf.int32)

print([throw() for _ in range(10)])
