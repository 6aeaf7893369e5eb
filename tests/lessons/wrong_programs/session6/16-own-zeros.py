# step: session6/a-cell-by-hand/all-states
# mistake: zeros at the start

import keras

def run(x, h, w, u, b):
    layer = keras.layers.SimpleRNN(u.shape[0], return_sequences=True)
    layer.build(x.shape)
    layer.set_weights([w, u, b])
    return layer(x)
