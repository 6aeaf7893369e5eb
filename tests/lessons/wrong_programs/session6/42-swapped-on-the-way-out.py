# step: session6/training-on-shakespeare/build-the-model
# generic: how far a text read in two pieces is from the text read at once

import keras
from keras import layers


def build(characters, units, dropout=0.0):
    ids = keras.Input([None], dtype="int32")
    one, two = keras.Input([units]), keras.Input([units])
    lower = layers.GRU(units, return_sequences=True, return_state=True)
    upper = layers.GRU(units, return_sequences=True, return_state=True)
    x, lower_state = lower(layers.Embedding(characters, 64)(ids), initial_state=one)
    x, upper_state = upper(layers.Dropout(dropout)(x), initial_state=two)
    scores = layers.Dense(characters)(layers.Dropout(dropout)(x))
    return keras.Model(inputs=[ids, one, two], outputs=(scores, upper_state, lower_state))
