# step: session5/where-it-runs/mirrored
# way: everything inside the scope, in a graph

strategy = tf.distribute.MirroredStrategy(["/device:CPU:0", "/device:CPU:1"])
with strategy.scope():
    w = tf.Variable([[0.0], [0.0], [0.0]])

    def gradient(x, t):
        with tf.GradientTape() as tape:
            errors = tf.matmul(x, w) - t
            loss = tf.reduce_mean(errors * errors)
        return tape.gradient(loss, [w])[0]

    parts = tf.function(lambda batch: strategy.run(gradient, batch))(share_out(strategy))
    together = strategy.reduce(tf.distribute.ReduceOp.MEAN, parts, None)
