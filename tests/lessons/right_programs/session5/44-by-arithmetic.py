# step: session5/input-pipelines/flip-some
# way: ones and zeros choose

import tensorflow as tf

def flip_some(pictures, dice):
    mirrored = tf.reverse(pictures, axis=[2])
    one = tf.cast(dice < 0.5, pictures.dtype)[:, tf.newaxis, tf.newaxis, tf.newaxis]
    return one * mirrored + (1 - one) * pictures
