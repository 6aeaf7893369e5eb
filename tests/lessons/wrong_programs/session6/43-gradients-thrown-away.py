# step: session6/training-on-shakespeare/one-training-step
# mistake: nothing learned

import tensorflow as tf

cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def train_step(model, optimizer, x, y, states):
    with tf.GradientTape() as tape:
        outputs = model([x, states[0], states[1]], training=True)
        loss = cross_entropy(y, outputs[0])
    tape.gradient(loss, model.trainable_weights)
    return loss, outputs[1:]
