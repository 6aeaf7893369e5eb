# step: session6/a-cell-by-hand/into-keras
# generic: what the layer returns

def build(w, u, b):
    rnn = keras.layers.SimpleRNN(
        len(u), return_sequences=True, return_state=True, kernel_initializer="ones")
    rnn.build((None, None, len(w)))
    return rnn
