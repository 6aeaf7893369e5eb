# step: session4/convolution/many-channels
# mistake: mean over the channels

def convolve_all(picture, kernels):
    h, w, channels, many = kernels.shape
    result = np.zeros([picture.shape[0] - h + 1, picture.shape[1] - w + 1, many])
    for n in range(many):
        per_channel = np.array([convolve(picture[..., c], kernels[..., c, n]) for c in range(channels)])
        result[..., n] = per_channel.mean(axis=0)
    return result
