# step: session3/from-one-score-to-ten/safe-softmax
# mistake: the mean

import tensorflow as tf

def softmax(scores):
    middle = tf.reduce_sum(scores, axis=1, keepdims=True) / scores.shape[1]
    return tf.exp(scores - middle) / tf.reduce_sum(tf.exp(scores - middle), axis=1, keepdims=True)
