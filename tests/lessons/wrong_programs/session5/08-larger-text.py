# step: session5/driver-to-tensorflow/new-enough
# mistake: as texts

def new_enough(version, needed):
    newer = sorted([version, needed])[-1]
    return newer == version
