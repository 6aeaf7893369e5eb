# step: session5/training-for-real/resume
# way: without a manager

import tensorflow as tf

def train(model, optimizer, run_epoch, epochs):
    done = tf.Variable(0, trainable=False)
    state = tf.train.Checkpoint(m=model, o=optimizer, done=done)
    newest = tf.train.latest_checkpoint("checkpoints")
    if newest is not None:
        state.restore(newest)
    for k in range(int(done), epochs):
        run_epoch(k)
        done.assign_add(1)
        state.save("checkpoints/state")
