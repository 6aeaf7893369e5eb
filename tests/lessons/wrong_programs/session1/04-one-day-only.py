# step: session1/first-programs/seconds-in-a-week
# mistake: seconds of a day

days = 7
minute = 60
hour = 60 * minute
seconds = 24 * hour
print(seconds)
