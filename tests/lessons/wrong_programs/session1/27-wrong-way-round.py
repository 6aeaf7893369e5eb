# step: session1/first-programs/add-them-up
# mistake: multiplied

hours = [2, 0, 6, 3, 1]

total = 0
for hour in hours:
    hour = hour + total

print(total)
