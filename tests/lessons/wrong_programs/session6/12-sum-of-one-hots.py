# step: session6/text-as-numbers/embed
# generic: shape

import tensorflow as tf

def embed(ids, table):
    one_hot = tf.one_hot(ids, table.shape[0])
    return tf.tensordot(tf.reduce_sum(one_hot, axis=0), table, 1)
