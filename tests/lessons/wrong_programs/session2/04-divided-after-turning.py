# step: session2/tensors/shares-of-each-day
# mistake: the columns add up to 1

import tensorflow as tf

def shares(table):
    turned = tf.transpose(table)
    per_column = tf.reduce_sum(turned, axis=1, keepdims=True)
    return tf.transpose(turned / per_column)
