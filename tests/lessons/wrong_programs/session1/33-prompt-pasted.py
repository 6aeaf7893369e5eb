# step: session1/first-programs/first-tensor
# generic: `>>>`

>>> import tensorflow as tf
>>> x = tf.constant([3, 1, 4])
>>> twice = x * 2
>>> print(twice)
