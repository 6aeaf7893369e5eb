# step: session4/more-layers/relu
# generic: differs in

import tensorflow as tf

def relu(x):
    return tf.where(x > 0, x, 0.1 * x)
