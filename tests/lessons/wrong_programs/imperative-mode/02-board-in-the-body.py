# step: imperative-mode/what-tracing-does/a-counter-that-works
# mistake: variable in the body

import tensorflow as tf

calls = 0

@tf.function
def square(x):
    board = tf.Variable(tf.zeros([], tf.int32))
    board.assign(board + 1)
    return tf.square(x)

for number in range(1, 6):
    y = square(tf.constant(float(number)))
