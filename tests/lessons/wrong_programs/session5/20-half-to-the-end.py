# step: session5/measuring-fairly/mixed-policy
# mistake: no exception

import keras

keras.config.set_dtype_policy("mixed_float16")
inputs = keras.Input([784])
hidden = keras.layers.Dense(64, activation="relu")(inputs)
model = keras.Model(inputs, keras.layers.Dense(10)(hidden))
