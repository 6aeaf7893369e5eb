# step: imperative-mode/decisions-in-a-graph/clip-the-length
# mistake: a name in one branch only

import tensorflow as tf

@tf.function
def clip(x, limit):
    length = tf.norm(x)
    if length > limit:
        result = x * limit / length
    return result

print(clip(tf.constant([3.0, 4.0]), tf.constant(1.0)))
print(clip(tf.constant([3.0, 4.0]), tf.constant(10.0)))
