# step: session2/tensors/cut-four-pieces
# mistake: a day short

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

saturday = sales[1]
lemon = sales[0:2, 1]
weekend = sales[1:2]
last = sales[-1, -1]

print(saturday)
print(lemon)
print(weekend)
print(last)
