# step: session1/when-things-break/the-last-line
# mistake: first line

error = report.split("\n")[0]
where = report.split("\n")[-2]
