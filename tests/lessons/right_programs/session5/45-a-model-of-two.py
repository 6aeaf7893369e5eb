# step: session5/input-pipelines/augmentation-layers
# way: layers applied one by one

import keras
from keras import layers

shift = 2 / 32
augment = keras.Sequential(name="augment")
augment.add(layers.RandomTranslation(height_factor=(-shift, shift), width_factor=(-shift, shift), fill_mode="nearest"))
augment.add(layers.RandomFlip(mode="horizontal", seed=3))
