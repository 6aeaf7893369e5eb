# step: session1/first-programs/first-tensor
# generic: Did you mean `constant`?

import tensorflow as tf

x = tf.Constant([3, 1, 4])
twice = x * 2

print(twice)
