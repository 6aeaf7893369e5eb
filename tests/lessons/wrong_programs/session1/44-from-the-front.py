# step: session1/when-things-break/the-last-line
# mistake: first line

lines = report.splitlines()      # report holds the text above

first = 0
error = lines[first]
where = lines[first + 1]

print(error)
print(where)
