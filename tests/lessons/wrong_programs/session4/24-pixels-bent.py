# step: session4/more-layers/forward
# mistake: the pixels bent

def scores(x, w1, b1, w2, b2):
    x = relu(x)
    x = x @ w1 + b1
    x = x @ w2 + b2
    return x
