# step: session1/first-programs/add-them-up
# generic: begins with a tab

hours = [2, 0, 6, 3, 1]

total = 0
for hour in hours:
    print(hour)
	total = total + hour

print(total)
