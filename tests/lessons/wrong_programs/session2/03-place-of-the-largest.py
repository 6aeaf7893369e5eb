# step: session2/tensors/three-figures
# mistake: the place and not the count

import tensorflow as tf

sales = tf.constant([[3, 1, 4, 1],
                     [5, 9, 2, 6],
                     [5, 3, 5, 8]])

import numpy as np

per_flavour = np.sum(sales, 0)
per_day = np.mean(sales, 1)
most = np.argmax(sales, axis=0)
