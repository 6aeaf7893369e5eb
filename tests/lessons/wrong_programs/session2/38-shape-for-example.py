# step: session2/looking-at-data/draw-the-graph
# mistake: a shape for an example

import tensorflow as tf

@tf.function
def average_of_squares(x):
    return tf.reduce_mean(x ** 2)

recipe = average_of_squares.get_concrete_function([2, 3]).graph

writer = tf.summary.create_file_writer("logs")
with writer.as_default():
    tf.summary.graph(recipe)
