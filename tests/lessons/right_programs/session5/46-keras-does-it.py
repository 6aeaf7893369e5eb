# step: session5/vgg-and-overfitting/batch-norm
# way: the layer itself, with its parameters set

import keras
import tensorflow as tf

def batch_norm(x, gamma, beta):
    layer = keras.layers.BatchNormalization(epsilon=0.001)
    layer.build(x.shape)
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    return layer(tf.convert_to_tensor(x), training=True)
