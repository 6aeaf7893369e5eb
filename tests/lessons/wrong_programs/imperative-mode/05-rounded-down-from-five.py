# step: imperative-mode/what-tracing-does/thaw-the-dice
# mistake: six never comes

import tensorflow as tf

@tf.function
def throw():
    share = tf.random.uniform([])
    return tf.cast(share * 5, tf.int32) + 1
