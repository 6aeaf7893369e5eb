# step: session2/variables/first-weights
# mistake: spread forgotten

import numpy as np
import tensorflow as tf

def fresh_weights(seed):
    dice = np.random.default_rng(seed)
    numbers = dice.normal(size=(784, 10))
    numbers = numbers.astype("float32")
    weights = tf.Variable(numbers)
    return weights

w = fresh_weights(7)
print(w)
