# step: imperative-mode/tracing-again/any-length
# mistake: the length asked of the shape

import tensorflow as tf

@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def center(x):
    n = x.shape[0]
    average = tf.reduce_sum(x) / n
    return x - average

print(center(tf.constant([1.0, 2.0, 6.0])))
