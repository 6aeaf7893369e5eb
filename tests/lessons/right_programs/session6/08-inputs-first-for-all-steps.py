# step: session6/a-cell-by-hand/all-states
# way: all inputs times w in one product, then a loop over the states alone

def run(x, h, w, u, b):
    ready = tf.tensordot(x, w, 1) + b
    states = tf.TensorArray(tf.float32, size=x.shape[1])
    for t in range(x.shape[1]):
        h = tf.math.tanh(ready[:, t, :] + tf.matmul(h, u))
        states = states.write(t, h)
    return tf.transpose(states.stack(), perm=[1, 0, 2])
