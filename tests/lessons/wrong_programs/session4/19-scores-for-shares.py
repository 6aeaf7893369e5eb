# step: session4/the-cnn/write-train
# mistake: from_logits forgotten

import inspect
import keras

def train(x, y):
    from keras import layers
    model = keras.Sequential([keras.Input([28, 28, 1])])
    for kernels in 32, 64:
        model.add(layers.Conv2D(kernels, 5, activation="relu"))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10))
    fading = keras.optimizers.schedules.CosineDecay(2e-3, 2 * len(y) // 128)
    model.compile(keras.optimizers.Adam(fading), "sparse_categorical_crossentropy")
    model.fit(x, y, 128, 2, verbose=0)
    return model

model = train(x_small, y_small)
open("recipe.py", "w").write("import keras\n" + inspect.getsource(train))
