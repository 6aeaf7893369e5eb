# step: session5/training-for-real/train-step
# way: variables listed once, the mean by Keras's backend

import tensorflow as tf

def make_step(model, optimizer, loss_of):
    weights = list(model.trainable_variables)

    @tf.function(reduce_retracing=True)
    def step(pictures, labels):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([w.value for w in weights])
            loss = loss_of(labels, model(pictures, training=True))
        slopes = tape.gradient(loss, [w.value for w in weights])
        optimizer.apply(slopes, weights)
        return loss

    return step
