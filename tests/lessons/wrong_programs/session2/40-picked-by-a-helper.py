# step: session2/looking-at-data/put-some-aside
# mistake: one picture, twice

import keras

(x, y), _ = keras.datasets.mnist.load_data()

border = 5000

def first(data):
    return data[border]

def rest(data):
    return data[border]

x_val = first(x)
y_val = first(y)
x_train = rest(x)
y_train = rest(y)
print(x_val.shape)
