# step: session4/more-layers/relu
# mistake: in one row only

import tensorflow as tf

def relu(x):
    out = []
    for v in x:
        if v > 0:
            out.append(v)
        else:
            out.append(0.0)
    return tf.stack(out)

print(relu(tf.constant([-2.0, -0.5, 0.0, 0.5, 2.0])))
