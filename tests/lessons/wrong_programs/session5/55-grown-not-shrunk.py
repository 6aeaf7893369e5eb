# step: session5/vgg-and-overfitting/decay
# mistake: away from zero

def decayed_step(w, gradient, rate, decay):
    return w * (1 + rate * decay) - rate * gradient
