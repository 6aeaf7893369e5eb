# step: session3/cross-entropy/by-library
# mistake: no mean

import keras

def cross_entropy(logits, labels):
    return keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
