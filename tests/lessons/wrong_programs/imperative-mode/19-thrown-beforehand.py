# step: imperative-mode/what-tracing-does/thaw-the-dice
# mistake: thrown by Python

import tensorflow as tf

die = tf.random.uniform([], minval=1, maxval=7, dtype=tf.int32)

@tf.function
def throw():
    return die

print([throw() for _ in range(10)])
