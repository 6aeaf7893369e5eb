# step: session6/text-as-numbers/characters-to-integers
# mistake: Unicode numbers

import numpy as np

text = "to be, or not to be"
vocabulary = sorted(set(text))

def encode(text):
    return np.array([ord(letter) for letter in text])

def decode(ids):
    return "".join([vocabulary[number] for number in ids])
