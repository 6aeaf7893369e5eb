# step: session5/what-a-gpu-is-for/a-curve-of-speed
# way: whole tensors at once

import tensorflow as tf

n = tf.constant(sizes, tf.float64)
product_speed = tf.pow(n, 3) * 2e-9 / tf.constant(product_seconds, tf.float64)
addition_speed = tf.square(n) * 1e-9 / tf.constant(addition_seconds, tf.float64)

draw("product", sizes, product_speed)
draw("addition", sizes, addition_speed)
