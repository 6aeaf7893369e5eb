# step: session2/looking-at-data/one-hot-by-hand
# mistake: a column for each label

import tensorflow as tf

def one_hot(labels):
    return tf.one_hot(labels, depth=10, axis=0)
