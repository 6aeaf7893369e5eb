# step: session1/first-programs/seconds-in-a-week
# generic: Capital letters count

days = 7
Seconds = days * 24 * 60 * 60

print(seconds)
