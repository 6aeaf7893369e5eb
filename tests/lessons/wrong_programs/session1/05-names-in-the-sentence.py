# step: session1/first-programs/say-it-nicely
# mistake: names without brackets

guests = 4
total = 3 * guests

line = "guests" + " guests pay " + "total" + " euros"
print(line)
