# step: session6/gates/from-pytorch
# way: the rows are picked in the new order

import numpy as np
import tensorflow as tf

def from_pytorch(weight):
    units = len(weight) // 3
    order = np.r_[units : 2 * units, 0:units, 2 * units : 3 * units]
    return tf.transpose(tf.gather(weight, order))
