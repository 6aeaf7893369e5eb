# step: session5/vgg-and-overfitting/batch-norm
# mistake: over the batch only

import tensorflow as tf

def batch_norm(x, gamma, beta):
    mean, variance = tf.nn.moments(x, axes=[0])
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 0.001)
