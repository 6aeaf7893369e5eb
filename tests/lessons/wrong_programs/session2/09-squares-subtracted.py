# step: session2/variables/how-far-off
# mistake: squares subtracted

import tensorflow as tf

def how_far_off(guess, truth):
    return tf.reduce_mean(guess ** 2 - truth ** 2)
