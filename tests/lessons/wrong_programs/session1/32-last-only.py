# step: session1/first-programs/first-tensor
# mistake: last of a loop

import tensorflow as tf

x = tf.constant([3, 1, 4])
for n in x:
    twice = n * 2

print(twice)
