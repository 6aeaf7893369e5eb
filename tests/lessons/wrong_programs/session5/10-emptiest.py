# step: session5/driver-to-tensorflow/freest-gpu
# mistake: least used

def freest(listing):
    used = {}
    for line in listing.splitlines():
        gpu, _, taken = line.split(",")
        used[int(gpu)] = int(taken)
    return sorted(used, key=used.get)[0]
