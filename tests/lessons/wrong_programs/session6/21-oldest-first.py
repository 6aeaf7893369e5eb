# step: session6/a-cell-by-hand/gradient-norms
# mistake: first state first

def gradient_norms(u):
    h = tf.Variable(tf.zeros([1, 16]))
    states = [h]
    with tf.GradientTape() as tape:
        for t in range(50):
            states.append(tf.tanh(x[:, t] @ w + states[-1] @ u))
        y = tf.reduce_sum(states[-1])
    norms = []
    for gradient in tape.gradient(y, states):
        norms.append(tf.sqrt(tf.reduce_sum(gradient * gradient)))
    return norms

draw("weak", gradient_norms(0.9 * turn))
draw("strong", gradient_norms(1.5 * turn))
