# step: session5/where-it-runs/half-a-batch-each
# way: a function for a part, and the average by TensorFlow

def part(begin, device):
    with tf.device(device):
        return gradient(x[begin : begin + 4], t[begin : begin + 4])

first, second = part(0, "CPU:0"), part(4, "CPU:1")
together = tf.add_n([first, second]) * 0.5
