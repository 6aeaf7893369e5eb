# step: session6/a-cell-by-hand/one-step
# mistake: the past left out

import keras

def step(x, h, w, u, b):
    layer = keras.layers.Dense(b.shape[0], activation="tanh")
    layer.build(x.shape)
    layer.set_weights([w, b])
    return layer(x)
