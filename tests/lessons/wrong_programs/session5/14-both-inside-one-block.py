# step: session5/where-it-runs/place-in-a-graph
# mistake: all on one

@tf.function
def layer(x, w, b):
    with tf.device("CPU:1"):
        return tf.add(tf.matmul(x, w), b)
