# step: imperative-mode/decisions-in-a-graph/clip-the-length
# mistake: always scaled

import tensorflow as tf

@tf.function
def clip(x, limit):
    factor = limit / tf.sqrt(tf.reduce_sum(x * x))
    return factor * x
