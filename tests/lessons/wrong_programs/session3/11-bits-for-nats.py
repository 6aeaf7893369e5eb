# step: session3/cross-entropy/by-library
# generic: cross_entropy(...) has another value

import tensorflow as tf

def cross_entropy(logits, labels):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    return tf.reduce_mean(losses) / tf.math.log(2.0)
