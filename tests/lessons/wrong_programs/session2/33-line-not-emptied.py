# step: session2/looking-at-data/draw-a-digit
# mistake: string not emptied

import keras

def rows_of(picture):
    rows = []
    line = ""
    for row in picture:
        for pixel in row:
            if pixel > 127:
                line += "#"
            else:
                line += "."
        rows.append(line)
    return rows

(x, y), _ = keras.datasets.mnist.load_data()
for row in rows_of(x[0]):
    print(row)
print("meant to be a", y[0])
