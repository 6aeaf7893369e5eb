# step: session1/a-computer-in-the-cloud/a-month-from-an-hour
# mistake: thirty days

hour = 0.067
month = 0
for day in range(30):
    month = month + 24 * hour
