# step: session5/driver-to-tensorflow/new-enough
# mistake: every part by itself

def new_enough(version, needed):
    enough = True
    for have, want in zip(version.split("."), needed.split(".")):
        if int(have) < int(want):
            enough = False
    return enough
