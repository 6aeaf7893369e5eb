# step: session2/define-and-run/run-the-session
# mistake: session closed

import tensorflow as tf

with tf.Graph().as_default():
    x = tf.Variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    y = tf.reduce_mean(x ** 2)
    x_grad = tf.gradients(y, x)[0]

    with tf.compat.v1.Session() as sess:
        sess.run(x.initializer)

result = sess.run(x_grad)
print(result)
