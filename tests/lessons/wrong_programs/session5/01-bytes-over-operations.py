# step: session5/what-a-gpu-is-for/intensity-by-hand
# mistake: bytes per operation

def traffic(n):
    return 4 * 3 * n * n

def addition(n):
    return traffic(n) / (n * n)

def product(n):
    return traffic(n) / (n * n * (n + n))
