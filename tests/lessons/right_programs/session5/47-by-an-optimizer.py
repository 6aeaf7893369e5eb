# step: session5/vgg-and-overfitting/decay
# way: Keras's own SGD takes the step

import keras

def decayed_step(w, gradient, rate, decay):
    variable = keras.Variable(w)
    optimizer = keras.optimizers.SGD(rate, weight_decay=decay)
    optimizer.apply([gradient], [variable])
    return variable.value
