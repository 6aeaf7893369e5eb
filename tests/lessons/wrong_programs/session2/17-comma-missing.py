# step: session2/tensors/cut-four-pieces
# generic: is there a comma between

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1]
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

saturday = sales[1]
lemon = sales[:, 1]
weekend = sales[1:]
last = sales[2, 3]
