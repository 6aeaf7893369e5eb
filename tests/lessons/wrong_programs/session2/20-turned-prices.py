# step: session2/tensors/takings
# mistake: prices turned

import tensorflow as tf

def takings(sales, prices):
    turned = tf.transpose(prices)
    return sales @ turned

sales = tf.constant([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
prices = tf.constant([[2, 3], [1, 2], [3, 3], [2, 2]])
print(takings(sales, prices))
