# step: session4/convolution/max-pool
# mistake: mean for max

import tensorflow as tf

def max_pool(picture):
    maps = tf.nn.avg_pool2d(picture[None, :, :, None], ksize=2, strides=2, padding="VALID")
    return tf.squeeze(maps, axis=[0, 3])
