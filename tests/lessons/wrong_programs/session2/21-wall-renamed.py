# step: session2/variables/a-day-at-the-stall
# mistake: wall on something new

import tensorflow as tf

stock = tf.Variable([20, 20, 20, 20])
wall = stock

sold = tf.constant([3, 1, 4, 1])
delivered = tf.constant([10, 0, 10, 0])

evening = stock - sold + delivered
stock = wall = evening

print("the owner sees", wall.numpy())
