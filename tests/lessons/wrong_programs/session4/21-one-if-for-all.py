# step: session4/more-layers/relu
# mistake: one decision for all

import tensorflow as tf

def relu(x):
    if x < 0:
        return 0
    else:
        return x

print(relu(tf.constant([-2.0, -0.5, 0.0, 0.5, 2.0])))
