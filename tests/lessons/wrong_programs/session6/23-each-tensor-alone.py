# step: session6/a-cell-by-hand/clip-together
# mistake: each on its own

def clip(gradients, limit):
    result = []
    for gradient in gradients:
        norm = tf.norm(gradient)
        result.append(gradient * tf.minimum(1.0, limit / norm))
    return result
