# step: session3/cross-entropy/by-library
# mistake: sum for mean

import tensorflow as tf

def cross_entropy(logits, labels):
    return sum(
        tf.nn.softmax_cross_entropy_with_logits(
            labels=tf.one_hot(labels, 10), logits=logits))
