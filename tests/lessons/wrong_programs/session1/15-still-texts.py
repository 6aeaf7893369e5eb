# step: session1/when-things-break/parts-of-a-version
# mistake: strings kept

def parts(version):
    return version.split(".")
