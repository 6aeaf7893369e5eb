# step: session1/first-programs/seconds-in-a-week
# generic: Times is written `*`

days = 7
seconds = days x 24 x 60 x 60

print(seconds)
