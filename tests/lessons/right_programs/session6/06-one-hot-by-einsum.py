# step: session6/text-as-numbers/embed
# way: rows of the unit matrix, and an einsum over the vocabulary

import tensorflow as tf

def embed(ids, table):
    unit = tf.eye(table.shape[0])
    flat = tf.reshape(ids, [-1])
    rows = tf.einsum("nv,vw->nw", tf.stack([unit[i] for i in flat]), table)
    return tf.reshape(rows, tf.concat([tf.shape(ids), [table.shape[1]]], 0))
