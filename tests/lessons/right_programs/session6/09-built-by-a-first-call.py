# step: session6/a-cell-by-hand/into-keras
# way: built by showing it something, set through trainable_weights

def build(w, u, b):
    rnn = keras.layers.SimpleRNN(u.shape[1], activation="tanh",
                                 return_state=True, return_sequences=True)
    rnn(np.zeros([1, 2, w.shape[0]], "float32"))
    for variable, value in zip(rnn.trainable_weights, (w, u, b)):
        variable.assign(value)
    return rnn
