# step: session6/a-cell-by-hand/gradient-norms
# generic: gradient_norms

def gradient_norms(u):
    return [4.0 * 0.84 ** back for back in range(51)]

draw("weak", gradient_norms(0.9 * turn))
draw("strong", gradient_norms(1.5 * turn))
