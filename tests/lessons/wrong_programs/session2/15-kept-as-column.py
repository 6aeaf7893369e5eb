# step: session2/tensors/cut-four-pieces
# mistake: a slice of one row

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

saturday = sales[1:2]
lemon = sales[:, 1:2]
weekend = sales[1:3]
last = sales[2, 3]

print(saturday)
print(lemon)
print(weekend)
print(last)
