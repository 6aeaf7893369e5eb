# step: session4/convolution/many-channels
# mistake: the last channel only

def convolve_all(picture, kernels):
    _, _, channels, many = kernels.shape
    out = []
    for k in range(many):
        for c in range(channels):
            one = convolve(picture[..., c], kernels[..., c, k])
        out.append(one)
    return np.stack(out, axis=2)
