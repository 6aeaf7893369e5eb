# step: session3/from-one-score-to-ten/safe-softmax
# mistake: divided by the highest

import tensorflow as tf

def softmax(scores):
    scores = scores / tf.reduce_max(scores, axis=1, keepdims=True)
    powers = tf.exp(scores)
    return powers / tf.reduce_sum(powers, axis=1, keepdims=True)
