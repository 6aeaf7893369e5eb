# step: session6/the-end-of-the-path/too-good-to-be-true
# mistake: one behind

def make_dataset(ids, seq_len=32, batch_size=16):
    ds = tf.data.Dataset.from_tensor_slices(ids).batch(seq_len + 1, drop_remainder=True)
    ds = ds.map(lambda chunk: (chunk[1:], chunk[:seq_len]))
    return ds.shuffle(1000).batch(batch_size, drop_remainder=True)


def build_model(vocab_size):
    model = keras.Sequential([layers.Embedding(vocab_size, 32), layers.GRU(48, return_sequences=True),
                              layers.Dense(vocab_size)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model
