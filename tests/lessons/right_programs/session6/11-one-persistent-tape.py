# step: session6/a-cell-by-hand/gradient-norms
# way: a persistent tape, asked for one state at a time

def gradient_norms(u):
    states = [tf.zeros([1, 16])]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(u)
        tape.watch(states[0])
        for now in tf.unstack(x, axis=1):
            states += [tf.tanh(tf.matmul(now, w) + tf.matmul(states[-1], u))]
        y = tf.reduce_sum(states[-1])
    norms = []
    while states:
        norms.append(np.linalg.norm(tape.gradient(y, states.pop())))
    return norms

draw("weak", gradient_norms(0.9 * turn))
draw("strong", gradient_norms(1.5 * turn))
