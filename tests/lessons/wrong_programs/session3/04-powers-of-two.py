# step: session3/from-one-score-to-ten/softmax-by-hand
# generic: differs in all 50 places

import tensorflow as tf

def softmax(scores):
    powers = 2.0 ** scores
    return powers / tf.reduce_sum(powers, axis=1, keepdims=True)
