# step: session3/softmax-regression/train-step
# mistake: loss outside the tape

import keras
import tensorflow as tf

w = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))
optimizer = keras.optimizers.SGD(0.5)

@tf.function
def train_step(images, labels):
    logits = tf.matmul(images, w) + b
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    grads = tape.gradient(loss, [w, b])
    optimizer.apply_gradients(zip(grads, [w, b]))
    return loss
