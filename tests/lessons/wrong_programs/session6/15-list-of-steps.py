# step: session6/a-cell-by-hand/all-states
# mistake: time first

def run(x, h, w, u, b):
    states = []
    for t in range(x.shape[1]):
        h = tf.tanh(x[:, t, :] @ w + h @ u + b)
        states.append(h)
    return states
