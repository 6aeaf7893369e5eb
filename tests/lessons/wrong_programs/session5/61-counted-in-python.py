# step: session5/training-for-real/resume
# mistake: epoch left out

import tensorflow as tf

def train(model, optimizer, run_epoch, epochs):
    saved = tf.train.Checkpoint(model=model, optimizer=optimizer)
    manager = tf.train.CheckpointManager(saved, "checkpoints", max_to_keep=3)
    saved.restore(manager.latest_checkpoint)
    for number in range(epochs):
        run_epoch(number)
        manager.save()
