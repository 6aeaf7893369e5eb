# step: session2/variables/a-day-at-the-stall
# generic: only a tf.Variable has `assign`

import tensorflow as tf

stock = tf.Variable([20, 20, 20, 20])
wall = stock

sold = tf.constant([3, 1, 4, 1])
delivered = tf.constant([10, 0, 10, 0])

# the sale
stock = tf.subtract(stock, sold)
# the delivery
evening = stock.assign(stock + delivered)

print("the owner sees", wall.numpy())
