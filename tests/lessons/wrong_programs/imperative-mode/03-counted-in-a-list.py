# step: imperative-mode/what-tracing-does/a-counter-that-works
# generic: calls is a list, not a tf.Variable

import tensorflow as tf

calls = []

@tf.function
def square(x):
    calls.append(1)
    return x * x

for number in [1.0, 2.0, 3.0, 4.0, 5.0]:
    y = square(tf.constant(number))
