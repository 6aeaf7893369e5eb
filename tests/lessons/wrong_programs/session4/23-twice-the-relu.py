# step: session4/more-layers/relu
# generic: 2 times too large everywhere

import tensorflow as tf

def relu(x):
    return x + tf.abs(x)

print(relu(tf.constant([-2.0, -0.5, 0.0, 0.5, 2.0])))
