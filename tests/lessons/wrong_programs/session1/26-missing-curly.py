# step: session1/first-programs/say-it-nicely
# generic: each `{` needs its `}`

guests = 4
total = 3 * guests

line = f"{guests} guests pay {total euros"
print(line)
