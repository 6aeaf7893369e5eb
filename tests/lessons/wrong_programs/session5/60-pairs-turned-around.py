# step: session5/training-for-real/train-step
# generic: step

import tensorflow as tf

def make_step(model, optimizer, loss_of):
    @tf.function
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(pictures, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(model.trainable_variables, gradients))
        return loss

    return step
