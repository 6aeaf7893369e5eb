# step: session4/looking-closer/worst
# mistake: the best ones

import tensorflow as tf

def worst(logits, labels, n):
    shares = tf.nn.softmax(logits)
    own = tf.gather(shares, labels, axis=1, batch_dims=1)
    return tf.argsort(own, direction="DESCENDING")[:n]
