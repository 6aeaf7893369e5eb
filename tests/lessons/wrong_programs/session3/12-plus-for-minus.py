# step: session3/gradient-descent/down-by-hand
# mistake: uphill

x = 0.0
for step in range(25):
    slope = 2 * (x - 3)
    x = x + 0.1 * slope
