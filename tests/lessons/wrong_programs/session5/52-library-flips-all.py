# step: session5/input-pipelines/flip-some
# mistake: all of them

import tensorflow as tf

def flip_some(pictures, dice):
    return tf.image.flip_left_right(pictures)
