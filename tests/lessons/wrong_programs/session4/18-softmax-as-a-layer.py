# step: session4/the-cnn/build-cnn
# generic: activation

import keras
from keras import layers

def build():
    network = keras.Sequential([keras.Input([28, 28, 1])])
    for kernels in (32, 64):
        network.add(layers.Conv2D(kernels, 5, activation="relu"))
        network.add(layers.MaxPooling2D())
    network.add(layers.Flatten())
    network.add(layers.Dense(512, activation="relu"))
    network.add(layers.Dropout(0.5))
    network.add(layers.Dense(10))
    network.add(layers.Softmax())
    return network
