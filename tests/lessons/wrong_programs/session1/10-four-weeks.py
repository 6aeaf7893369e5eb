# step: session1/a-computer-in-the-cloud/a-month-from-an-hour
# generic: month has another value

hour = 0.067

week = hour * 24 * 7
month = week * 4
print(month)
