# step: session1/first-programs/say-it-nicely
# generic: right before its first quote

guests = 4
total = 3 * guests

line = "f{guests} guests pay {total} euros"
print(line)
