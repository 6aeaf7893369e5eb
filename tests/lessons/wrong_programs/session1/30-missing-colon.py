# step: session1/first-programs/add-them-up
# generic: The colon is missing

hours = [2, 0, 6, 3, 1]

total = 0
for hour in hours
    total = total + hour

print(total)
