# step: session5/measuring-fairly/mixed-policy
# way: the functional form, policies as objects, the scores cast by a layer of their own

import keras

half = keras.DTypePolicy("mixed_float16")
inputs = keras.Input(shape=(784,))
hidden = keras.layers.Dense(64, dtype=half)(inputs)
hidden = keras.layers.ReLU(dtype=half)(hidden)
scores = keras.layers.Dense(10, dtype=keras.DTypePolicy("float32"))(hidden)
model = keras.Model(inputs, scores)
