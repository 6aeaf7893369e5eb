# step: session6/text-as-numbers/characters-to-integers
# way: encode gives a tensor, found by comparing with each entry

import numpy as np
import tensorflow as tf

text = "to be, or not to be"
vocabulary = sorted(set(text))

def encode(some):
    table = np.array(list(some))[:, None] == np.array(vocabulary)[None, :]
    return tf.argmax(table, axis=1)

def decode(ids):
    letters = [vocabulary[int(number)] for number in ids]
    return str().join(letters)
