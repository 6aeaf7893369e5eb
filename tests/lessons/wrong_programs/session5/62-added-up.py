# step: session5/training-for-real/two-looks
# mistake: the sum

import keras

def two_looks(network):
    pictures = keras.Input([32, 32, 3])
    both = [network(pictures), network(pictures[:, :, ::-1])]
    return keras.Model(pictures, keras.layers.Add()(both))
