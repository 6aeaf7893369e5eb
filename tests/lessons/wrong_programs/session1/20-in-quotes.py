# step: session1/first-programs/seconds-in-a-week
# generic: What stands in quotes is text

days = 7
seconds = "days * 24 * 60 * 60"

print(seconds)
