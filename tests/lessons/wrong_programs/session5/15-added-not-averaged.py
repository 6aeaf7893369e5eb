# step: session5/where-it-runs/half-a-batch-each
# mistake: summed

with tf.device("CPU:0"):
    first = gradient(x[0:4], t[0:4])
with tf.device("CPU:1"):
    second = gradient(x[4:8], t[4:8])
together = tf.add_n([first, second])
