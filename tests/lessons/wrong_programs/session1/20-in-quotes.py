# step: session1/first-programs/seconds-in-a-week
# generic: text is not worked out

days = 7
seconds = "days * 24 * 60 * 60"

print(seconds)
