# step: session1/first-programs/seconds-in-a-week
# mistake: minutes

hours = 0
for day in range(7):
    hours += 24
seconds = hours * 60
