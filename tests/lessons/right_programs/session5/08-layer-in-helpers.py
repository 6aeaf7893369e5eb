# step: session5/where-it-runs/place-in-a-graph
# way: two helpers, each with its device, called by the graph

def multiply(x, w):
    with tf.device("/device:CPU:1"):
        return tf.linalg.matmul(x, w)

def add(scores, b):
    with tf.device("/device:CPU:0"):
        return scores + b

@tf.function(reduce_retracing=True)
def layer(x, w, b):
    return add(multiply(x, w), b)
