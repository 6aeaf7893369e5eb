# step: session5/where-it-runs/two-from-one
# mistake: not split in two

import tensorflow as tf

with tf.device("/CPU:0"):
    a = tf.ones([2, 2])
with tf.device("/CPU:1"):
    b = tf.ones([2, 2])
print(a.device, b.device)
