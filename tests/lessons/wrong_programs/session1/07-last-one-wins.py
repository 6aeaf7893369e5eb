# step: session1/first-programs/add-them-up
# mistake: overwritten

hours = [2, 0, 6, 3, 1]

for place in range(len(hours)):
    total = 0
    total += hours[place]

print(total)
