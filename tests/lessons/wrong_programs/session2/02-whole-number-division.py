# step: session2/tensors/three-figures
# mistake: a half dropped

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

per_flavour = tf.add_n([sales[0], sales[1], sales[2]])
per_day = tf.reduce_sum(sales, axis=-1) // 4
most = sales.numpy().max()
