# step: session2/tensors/takings
# mistake: turned, with a star

import tensorflow as tf

def takings(sales, prices):
    price_rows = tf.transpose(prices)
    products = tf.multiply(sales, price_rows)
    return tf.reduce_sum(products, axis=1)

sales = tf.constant([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
prices = tf.constant([[2, 3], [1, 2], [3, 3], [2, 2]])
print(takings(sales, prices))
