# step: imperative-mode/what-tracing-does/thaw-the-dice
# mistake: thrown by Python

import numpy as np
import tensorflow as tf

@tf.function
def throw():
    return tf.cast(np.random.randint(1, 7), tf.int32)
