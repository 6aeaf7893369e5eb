# step: imperative-mode/decisions-in-a-graph/keep-each-value
# mistake: written before it grew

import tensorflow as tf

@tf.function
def history(money, years):
    return money * 1.1 ** tf.cast(tf.range(years), tf.float32)
