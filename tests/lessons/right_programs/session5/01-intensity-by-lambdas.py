# step: session5/what-a-gpu-is-for/intensity-by-hand
# way: lambdas, and the bytes through a default argument

addition = lambda n, size=4: (n * n) / (size * (n * n + n * n + n * n))
product = lambda n, size=4: n * n * (2 * n) / (size * 3 * n**2)
