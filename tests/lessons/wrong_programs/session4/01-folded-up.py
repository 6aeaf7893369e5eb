# step: session4/more-layers/relu
# mistake: without sign

import tensorflow as tf

def relu(x):
    return tf.where(x < 0, -x, x)
