# step: session5/training-for-real/train-step
# mistake: training forgotten

import tensorflow as tf

def make_step(model, optimizer, loss_of):
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            scores = pictures
            for layer in model.layers:
                scores = layer(scores)
            loss = loss_of(labels, scores)
        weights = model.trainable_variables
        optimizer.apply_gradients(list(zip(tape.gradient(loss, weights), weights)))
        return loss
    return tf.function(step)
