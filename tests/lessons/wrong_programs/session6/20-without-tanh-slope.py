# step: session6/a-cell-by-hand/gradient-norms
# mistake: the slope of tanh left out

def gradient_norms(u):
    row = np.ones([1, 16], "float32")
    norms = []
    for back in range(51):
        norms.append(float(np.linalg.norm(row)))
        row = row @ np.transpose(u)
    return norms

draw("weak", gradient_norms(0.9 * turn))
draw("strong", gradient_norms(1.5 * turn))
