# step: session5/what-a-gpu-is-for/measure-both
# mistake: one size for all

import tensorflow as tf

sizes = [64, 128, 256, 512, 1024]
table = tf.ones([64, 64])

def both():
    return seconds_for(lambda: tf.matmul(table, table)), seconds_for(lambda: tf.add(table, table))

pairs = [both() for _ in sizes]
product_seconds = [pair[0] for pair in pairs]
addition_seconds = [pair[1] for pair in pairs]
