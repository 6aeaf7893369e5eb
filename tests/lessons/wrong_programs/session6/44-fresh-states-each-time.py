# step: session6/training-on-shakespeare/the-loop
# mistake: zeros in every step

def train(model, optimizer, x, y, steps, first=0, watch=None):
    empty = tf.zeros([x.shape[1], model.inputs[1].shape[1]])
    step = first
    while step < steps:
        loss, _ = train_step(model, optimizer, x[step % len(x)], y[step % len(x)], [empty, empty])
        if watch is not None:
            watch(step, loss)
        step += 1
