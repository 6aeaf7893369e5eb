# step: session4/convolution/by-tensorflow
# mistake: padded

import keras

def convolve_tf(picture, kernel):
    maps = keras.ops.conv(picture[None, :, :, None], kernel[:, :, None, None], padding="same")
    return keras.ops.squeeze(maps)
