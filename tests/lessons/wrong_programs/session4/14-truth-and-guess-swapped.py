# step: session4/looking-closer/confusion
# mistake: rows and columns changed places

import tensorflow as tf

def confusion(labels, guesses, classes):
    return tf.math.confusion_matrix(guesses, labels, num_classes=classes)
