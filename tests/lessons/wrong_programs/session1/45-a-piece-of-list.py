# step: session1/when-things-break/the-last-line
# mistake: a list of one

lines = report.splitlines()      # report holds the text above

error = lines[-1:]
where = lines[-2:-1]

print(error)
print(where)
