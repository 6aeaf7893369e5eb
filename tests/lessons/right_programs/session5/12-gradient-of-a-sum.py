# step: session5/measuring-fairly/rescue-small-gradients
# way: the scale as a tensor, a persistent tape, divided by multiplying

def scaled_gradient(x, scale):
    factor = tf.constant(scale, dtype=tf.float16)
    with tf.GradientTape(persistent=True) as tape:
        loss = factor * loss_of(w, x)
    up = tape.gradient(loss, w)
    return tf.multiply(up, tf.math.reciprocal(tf.cast(factor, tf.float32)))
