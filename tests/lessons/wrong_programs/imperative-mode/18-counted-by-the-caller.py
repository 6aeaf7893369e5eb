# step: imperative-mode/what-tracing-does/a-counter-that-works
# mistake: counted by the loop

import tensorflow as tf

calls = tf.Variable(0)

@tf.function
def square(x):
    return x * x

for number in [1.0, 2.0, 3.0, 4.0, 5.0]:
    y = square(tf.constant(number))
    calls.assign(calls + 1)

print("calls:", int(calls))
