# step: session1/when-things-break/parts-of-a-version
# mistake: the first two as one number

def parts(version):
    # only the first two count
    pieces = version.split(".")
    together = pieces[0] + "." + pieces[1]
    number = float(together)
    return number

print(parts("2.9") < parts("2.10"))
