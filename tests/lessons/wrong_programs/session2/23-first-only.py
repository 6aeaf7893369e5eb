# step: session2/variables/any-shape
# mistake: first of a loop

import tensorflow as tf

def fahrenheit(c):
    for degree in tf.reshape(c, [-1]):
        return degree * 1.8 + 32

print(fahrenheit(tf.constant(100.0)))
print(fahrenheit(tf.constant([0.0, 20.0, 40.0])))
