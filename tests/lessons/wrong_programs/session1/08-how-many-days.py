# step: session1/first-programs/add-them-up
# mistake: turns counted

hours = [2, 0, 6, 3, 1]
total = len(hours)
print(total)
