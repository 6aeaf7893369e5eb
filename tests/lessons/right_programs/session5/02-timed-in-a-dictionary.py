# step: session5/what-a-gpu-is-for/measure-both
# way: a helper that times anything, figures kept by name, lists made at the end

import tensorflow as tf

sizes = [64, 128, 256, 512, 1024]
works = {"product": tf.matmul, "addition": tf.add}
figures = {name: [] for name in works}
for n in sizes:
    x, y = tf.ones([n, n]), tf.fill([n, n], 2.0)
    for name, work in works.items():
        figures[name] += [seconds_for(lambda: work(x, y))]
product_seconds, addition_seconds = figures["product"], figures["addition"]
