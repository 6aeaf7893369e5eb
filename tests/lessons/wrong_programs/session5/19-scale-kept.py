# step: session5/measuring-fairly/rescue-small-gradients
# mistake: not brought back

def scaled_gradient(x, scale):
    with tf.GradientTape() as tape:
        loss = scale * loss_of(w, x)
    return tape.gradient(loss, [w])[0]
