# step: session2/variables/how-far-did-it-move
# mistake: a second name

import tensorflow as tf

def move(w, target):
    w.assign(target)
    old = w.numpy()
    return target - old

w = tf.Variable([1.0, 2.0])
moved = move(w, tf.constant([4.0, 6.0]))
print("moved by", moved, "to", w.numpy())
