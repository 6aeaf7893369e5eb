# step: session5/driver-to-tensorflow/new-enough
# mistake: as texts

def new_enough(version, needed):
    return tuple(version.split(".")) >= tuple(needed.split("."))
