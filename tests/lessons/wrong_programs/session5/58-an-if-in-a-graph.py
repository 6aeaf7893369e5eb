# step: session5/vgg-and-overfitting/rate-at
# generic: rate

def rate_at(step, steps, peak):
    if step < steps / 4:
        return peak * step / (steps / 4)
    return peak * (steps - step) / (steps * 3 / 4)
