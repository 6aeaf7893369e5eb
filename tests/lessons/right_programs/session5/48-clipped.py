# step: session5/vgg-and-overfitting/rate-at
# way: one line clipped by the other

import tensorflow as tf

def rate_at(step, steps, peak):
    share = tf.cast(step, tf.float32) / steps
    return tf.clip_by_value(4.0 * share, 0.0, (1.0 - share) / 0.75) * peak
