# step: session1/when-things-break/parts-of-a-version
# mistake: one number of the whole

def parts(version):
    number = 0.0
    number = float(version)
    return number

first = parts("2.9")
second = parts("2.10")
print(first < second)
