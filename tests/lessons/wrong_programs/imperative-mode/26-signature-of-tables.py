# step: imperative-mode/tracing-again/any-length
# mistake: a table

import tensorflow as tf

@tf.function(input_signature=[tf.TensorSpec([None, None], tf.float32)])
def center(x):
    return x - tf.reduce_mean(x)

print(center(tf.constant([[1.0, 2.0, 6.0]])))
