# step: session5/what-a-gpu-is-for/measure-both
# mistake: worked out, not measured

sizes = [64, 128, 256, 512, 1024]
product_seconds = []
addition_seconds = []
for n in sizes:
    product_seconds.append(n * n * n / 5e10)
    addition_seconds.append(n * n / 1.2e9)
