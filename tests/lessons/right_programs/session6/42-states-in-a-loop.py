# step: session6/training-on-shakespeare/build-the-model
# way: both layers in a loop, states collected on the way

import keras
from keras import layers


def build(characters, units, dropout=0.0):
    ids = keras.Input((None,), dtype="int32")
    before, after = [keras.Input((units,)) for _ in range(2)], []
    x = layers.Embedding(characters, 64)(ids)
    for state in before:
        cell = layers.GRUCell(units)
        x, last = layers.RNN(cell, return_sequences=True, return_state=True)(x, initial_state=state)
        after.append(last)
        x = layers.Dropout(dropout)(x)
    return keras.Model([ids] + before, [layers.Dense(characters, activation=None)(x)] + after)
