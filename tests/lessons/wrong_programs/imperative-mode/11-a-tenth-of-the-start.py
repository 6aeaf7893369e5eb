# step: imperative-mode/decisions-in-a-graph/grow
# mistake: simple interest

import tensorflow as tf

@tf.function
def grow(money, years):
    return money + 0.1 * money * tf.cast(years, tf.float32)
