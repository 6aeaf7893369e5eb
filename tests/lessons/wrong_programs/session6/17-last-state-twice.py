# step: session6/a-cell-by-hand/into-keras
# mistake: no sequences

def build(w, u, b):
    rnn = keras.layers.SimpleRNN(w.shape[1], return_state=True)
    rnn(tf.zeros([1, 1, w.shape[0]]))
    rnn.set_weights([w, u, b])
    return rnn
