# step: imperative-mode/what-tracing-does/thaw-the-dice
# mistake: ten at once

import tensorflow as tf

how_many = 10

@tf.function
def throw():
    dice = []
    for _ in range(how_many):
        dice.append(tf.random.uniform([], minval=1, maxval=7, dtype=tf.int32))
    return tf.stack(dice)

print(throw())
