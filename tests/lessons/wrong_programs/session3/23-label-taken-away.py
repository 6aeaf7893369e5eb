# step: session3/gradient-descent/share-minus-truth
# mistake: plain labels subtracted

import tensorflow as tf

logits = tf.Variable([[2.0, 1.0, 0.0],
                      [0.5, 0.0, -0.5]])
labels = tf.constant([0, 2])

loss = tf.reduce_mean(
    tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=labels, logits=logits))

share = tf.nn.softmax(logits)
truth = tf.reshape(tf.cast(labels, tf.float32), [2, 1])
slope = (share - truth) / 2
print(slope)
