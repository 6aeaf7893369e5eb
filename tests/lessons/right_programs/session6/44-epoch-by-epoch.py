# step: session6/training-on-shakespeare/the-loop
# way: a loop over epochs, and one over their batches

def train(model, optimizer, x, y, steps, first=0, watch=None):
    size = [x.shape[1], model.inputs[1].shape[1]]
    step = first
    while step < steps:
        states = (tf.zeros(size), tf.zeros(size))
        for place in range(step % len(x), len(x)):
            if step == steps:
                break
            loss, states = train_step(model, optimizer, x[place], y[place], states)
            if watch:
                watch(step, loss)
            step += 1
