# step: session2/variables/half-way
# mistake: nothing written

import tensorflow as tf

truth = 8.0
guess = tf.Variable(0.0)
path = []

for step in range(4):
    guess.assign_add((truth - guess) * 0,5)
    path.append(float(guess))

print(path)
