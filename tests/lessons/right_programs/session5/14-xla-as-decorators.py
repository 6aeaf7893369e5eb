# step: session5/measuring-fairly/judge-xla
# way: both in one table, figures kept by name

import tensorflow as tf

def chain(x):
    for _ in range(20):
        x = x * 0.9 + 0.1
    return x

graph = tf.function(chain)
compiled = tf.function(chain, jit_compile=True)
sizes = [250, 500, 1000]
seconds = {graph: [], compiled: []}
for version, figures in seconds.items():
    for n in sizes:
        x = tf.random.uniform([n, n])
        figures.append(seconds_for(lambda: version(x), 11))
plain_seconds, xla_seconds = seconds[graph], seconds[compiled]
gain = [plain_seconds[i] / xla_seconds[i] for i in range(3)]
