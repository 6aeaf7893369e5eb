# step: session1/when-things-break/parts-of-a-version
# mistake: numbers with a point

def parts(version):
    numbers = []
    for piece in version.split("."):
        number = float(piece)
        numbers.append(number)
    return numbers

print(parts("2.9") < parts("2.10"))
