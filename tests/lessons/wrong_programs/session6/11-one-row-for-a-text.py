# step: session6/text-as-numbers/embed
# mistake: rows averaged

import tensorflow as tf

def embed(ids, table):
    rows = tf.nn.embedding_lookup(table, ids)
    return tf.reduce_sum(rows, axis=-2) / tf.cast(tf.shape(ids)[-1], tf.float32)
