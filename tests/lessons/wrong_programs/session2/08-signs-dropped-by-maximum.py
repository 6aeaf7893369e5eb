# step: session2/variables/how-far-off
# mistake: distance without sign

import tensorflow as tf

def how_far_off(guess, truth):
    apart = tf.maximum(guess - truth, truth - guess)
    return tf.reduce_mean(apart)
