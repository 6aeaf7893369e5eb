# step: imperative-mode/at-once-or-later/halve-until-short
# mistake: the length halved in place of the row

import tensorflow as tf

def tame(x):
    n = 0
    laenge = float(tf.norm(x))
    while laenge > 1.0:
        laenge = laenge / 2
        n = n + 1
    return x, n

print(tame(tf.constant([3.0, 4.0])))
