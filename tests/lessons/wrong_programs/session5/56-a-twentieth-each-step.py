# step: session5/vgg-and-overfitting/decay
# mistake: without the rate

def decayed_step(w, gradient, rate, decay):
    smaller = (1 - decay) * w
    return smaller - gradient * rate
