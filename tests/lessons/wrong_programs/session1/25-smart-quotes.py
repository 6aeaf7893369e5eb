# step: session1/first-programs/say-it-nicely
# generic: straight quote of the keyboard

guests = 4
total = 3 * guests

line = f“{guests} guests pay {total} euros”
print(line)
