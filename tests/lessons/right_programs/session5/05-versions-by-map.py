# step: session5/driver-to-tensorflow/new-enough
# way: the parts padded to one length, compared from the left

def new_enough(version, needed):
    have, want = version.split("."), needed.split(".")
    while len(have) < len(want):
        have.append("0")
    for i in range(len(want)):
        a, b = int(have[i]), int(want[i])
        if a > b:
            return True
        if a < b:
            return False
    return True
