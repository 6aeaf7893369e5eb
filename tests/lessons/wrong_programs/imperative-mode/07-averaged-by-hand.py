# step: imperative-mode/tracing-again/any-length
# mistake: no signature

import tensorflow as tf

@tf.function
def center(x):
    total = tf.reduce_sum(x)
    return x - total / float(len(x))
