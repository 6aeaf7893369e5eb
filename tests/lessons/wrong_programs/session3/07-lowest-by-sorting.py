# step: session3/from-one-score-to-ten/safe-softmax
# mistake: the lowest

import tensorflow as tf

def softmax(scores):
    lowest = tf.sort(scores, axis=1)[:, :1]
    powers = tf.exp(scores - lowest)
    return powers / tf.reduce_sum(powers, axis=1, keepdims=True)
