# step: session1/first-programs/seconds-in-a-week
# generic: A number is written without commas

days = 7
seconds = 604,800

print(seconds)
