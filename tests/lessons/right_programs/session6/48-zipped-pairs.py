# step: session6/the-end-of-the-path/too-good-to-be-true
# way: inputs and targets cut apart before they are batched, and a softmax layer with a fitting loss

def make_dataset(ids, seq_len=32, batch_size=16):
    pieces = tf.data.Dataset.from_tensor_slices(ids).batch(seq_len + 1, drop_remainder=True)
    pairs = tf.data.Dataset.zip(pieces.map(lambda p: p[:seq_len]), pieces.map(lambda p: p[1:]))
    return pairs.shuffle(500).batch(batch_size, drop_remainder=True)


def build_model(vocab_size):
    ids = keras.Input([None], dtype="int32")
    x = layers.Embedding(vocab_size, 32)(ids)
    x = layers.GRU(48, return_sequences=True)(x)
    model = keras.Model(ids, layers.Softmax()(layers.Dense(vocab_size)(x)))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model
