# step: session5/measuring-fairly/judge-xla
# mistake: upside down

import tensorflow as tf

def chain(x):
    for _ in range(20):
        x = x * 0.9 + 0.1
    return x

graph, compiled = tf.function(chain), tf.function(chain, jit_compile=True)
sizes = [250, 500, 1000]
plain_seconds, xla_seconds, gain = [], [], []
for n in sizes:
    x = tf.random.normal([n, n])
    slow = seconds_for(lambda: graph(x), 9)
    fast = seconds_for(lambda: compiled(x), 9)
    plain_seconds.append(slow)
    xla_seconds.append(fast)
    gain.append(fast / slow)
