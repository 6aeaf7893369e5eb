# step: session5/input-pipelines/flip-some
# mistake: upside down

import tensorflow as tf

def flip_some(pictures, dice):
    turned = [tf.reverse(p, axis=[0]) if float(d) < 0.5 else p for p, d in zip(pictures, dice)]
    return tf.stack(turned)
