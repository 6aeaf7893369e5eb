# step: session4/more-layers/two-linear-layers
# mistake: a row in a matrix product

import tensorflow as tf

def merge(w1, b1, w2, b2):
    neues_w = w1 @ w2
    neues_b = b1 @ w2 + b2
    return neues_w, neues_b

w1, b1 = tf.random.normal([4, 5]), tf.random.normal([5])
w2, b2 = tf.random.normal([5, 3]), tf.random.normal([3])
print(merge(w1, b1, w2, b2))
