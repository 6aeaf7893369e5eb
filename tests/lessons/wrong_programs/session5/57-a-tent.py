# step: session5/vgg-and-overfitting/rate-at
# mistake: peak in the middle

import tensorflow as tf

def rate_at(step, steps, peak):
    return peak * (1 - tf.abs(2 * step / steps - 1))
