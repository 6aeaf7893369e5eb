# step: session2/variables/count-them-all
# mistake: always w and b

import tensorflow as tf

def count(variables):
    total = tf.size(w) + tf.size(b)
    return total

w = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))
print(count([w, b]))
