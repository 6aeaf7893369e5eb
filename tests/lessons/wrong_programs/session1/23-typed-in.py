# step: session1/first-programs/say-it-nicely
# mistake: typed numbers

guests = 4
total = 3 * guests

line = f"{4} guests pay {12} euros"
print(line)
