# step: session6/writing-with-it/sample
# mistake: probabilities for logits

import numpy as np
import tensorflow as tf


def sample(scores, temperature):
    shares = tf.nn.softmax(scores / temperature).numpy().astype("float64")
    noise = np.random.gumbel(size=len(shares))
    return int(np.argmax(shares + noise))
