# step: session4/learning-by-heart/two-modes
# mistake: training forgotten

crossed = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

def training_loss(images, labels):
    return crossed(labels, model.call(images))

def guesses(images):
    return model(images).numpy().argmax(axis=1)
