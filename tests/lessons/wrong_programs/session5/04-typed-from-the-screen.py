# step: session5/what-a-gpu-is-for/measure-both
# mistake: typed in

sizes = [64, 128, 256, 512, 1024]
product_seconds = [4e-05, 7.5e-05, 0.00034, 0.00305, 0.0218]
addition_seconds = [1.7e-05, 1.8e-05, 2.7e-05, 0.00016, 0.00022]
print(product_seconds)
