# step: imperative-mode/at-once-or-later/halve-until-short
# mistake: shorter than one

import numpy as np
import tensorflow as tf

def tame(x):
    for count in range(1000):
        if tf.norm(x) < 1:
            break
        x = x / 2
    return x, count

print(tame(tf.constant([3.0, 4.0])))
