# step: session5/driver-to-tensorflow/freest-gpu
# mistake: number of the line

def freest(listing):
    best, free = 0, 0
    for number, line in enumerate(listing.splitlines()):
        columns = [int(c) for c in line.split(",")]
        if columns[1] - columns[2] > free:
            best, free = number, columns[1] - columns[2]
    return best
