# step: session5/measuring-fairly/mixed-policy
# mistake: policy too late

import keras

inputs = keras.Input([784])
hidden = keras.layers.Dense(64, activation="relu")(inputs)
outputs = keras.layers.Dense(10, dtype="float32")(hidden)
keras.config.set_dtype_policy("mixed_float16")
model = keras.Model(inputs, outputs)
