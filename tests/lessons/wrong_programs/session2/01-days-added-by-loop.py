# step: session2/tensors/three-figures
# mistake: the days summed

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

per_flavour = [int(sum(day.numpy())) for day in sales]
per_day = [2.25, 5.5, 5.25]
most = 9
