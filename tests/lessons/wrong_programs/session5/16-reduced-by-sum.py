# step: session5/where-it-runs/mirrored
# mistake: summed

strategy = tf.distribute.MirroredStrategy(devices=["CPU:0", "CPU:1"])
with strategy.scope():
    w = tf.Variable(tf.zeros([3, 1]))

def gradient(x, t):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - t))
    return tape.gradient(loss, w)

parts = strategy.run(gradient, args=share_out(strategy))
together = tf.add_n(strategy.experimental_local_results(parts))
