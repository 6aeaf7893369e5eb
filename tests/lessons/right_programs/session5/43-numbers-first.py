# step: session5/input-pipelines/build-pipeline
# way: numbers shuffled and gathered a batch at a time

import tensorflow as tf

def training_batches(x, y, size):
    numbers = tf.data.Dataset.range(len(x)).shuffle(buffer_size=len(x))
    batches = numbers.batch(size, drop_remainder=True)
    return batches.map(lambda k: (tf.gather(x, k), tf.gather(y, k))).prefetch(1)
