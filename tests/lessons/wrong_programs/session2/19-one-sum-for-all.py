# step: session2/tensors/three-figures
# mistake: everything summed

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

numbers = tf.cast(sales, tf.float32)
per_flavour = tf.reduce_sum(sales)
per_day = tf.reduce_mean(numbers)
most = tf.reduce_max(sales)

print(per_flavour)
print(per_day)
print(most)
