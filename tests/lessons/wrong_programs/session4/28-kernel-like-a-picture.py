# step: session4/convolution/by-tensorflow
# mistake: a kernel like a picture

import tensorflow as tf

def convolve_tf(picture, kernel):
    x = tf.expand_dims(tf.expand_dims(picture, 0), -1)
    k = tf.expand_dims(tf.expand_dims(kernel, 0), -1)
    y = tf.nn.conv2d(x, k, strides=1, padding="VALID")
    return y[0, :, :, 0]
