# step: session4/looking-closer/worst
# mistake: softmax twice

import keras
import numpy as np

def worst(logits, labels, n):
    powers = np.exp(logits)
    shares = powers / powers.sum(axis=1, keepdims=True)
    losses = keras.losses.sparse_categorical_crossentropy(labels, shares, from_logits=True)
    return np.flip(np.argsort(losses))[:n]
