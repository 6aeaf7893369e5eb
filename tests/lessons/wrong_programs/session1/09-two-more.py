# step: session1/first-programs/first-tensor
# mistake: two added

import tensorflow as tf

x = tf.constant([3, 1, 4])
twice = tf.add(x, [2, 2, 2])
print(twice)
