# step: imperative-mode/tracing-again/hand-over-tensors
# mistake: double precision

import tensorflow as tf

@tf.function
def move(weight, rate):
    return weight - rate * 0.5

weight = tf.constant(10.0)
path = []
for step in tf.range(10):
    weight = move(weight, (10 - step) / 10)
    path.append(float(weight))

print(path)
print("traced:", move.experimental_get_tracing_count())
