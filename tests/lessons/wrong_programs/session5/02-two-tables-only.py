# step: session5/what-a-gpu-is-for/intensity-by-hand
# mistake: result not written

FLOAT = 4

def addition(n):
    moved = n * n * FLOAT + n * n * FLOAT
    return n * n / moved

def product(n):
    return 2 * n / (2 * FLOAT)
