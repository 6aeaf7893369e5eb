# step: imperative-mode/decisions-in-a-graph/clip-the-length
# mistake: scaled to one

import tensorflow as tf

@tf.function
def clip(x, limit):
    if tf.norm(x) > limit:
        return tf.math.l2_normalize(x)
    return x
