# step: session1/first-programs/add-them-up
# mistake: places added

hours = [2, 0, 6, 3, 1]

total = 0
place = 0
while place < len(hours):
    total += place
    place += 1

print(total)
