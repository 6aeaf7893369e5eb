# step: session4/learning-by-heart/two-modes
# mistake: argmax down the columns

def training_loss(images, labels):
    logits = model(images, training=True)
    shares = tf.nn.log_softmax(logits)
    return -tf.reduce_mean(tf.gather(shares, labels, axis=1, batch_dims=1))

def guesses(images):
    return tf.argmax(model(images))
