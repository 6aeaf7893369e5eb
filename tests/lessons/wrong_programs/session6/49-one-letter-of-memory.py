# step: session6/writing-with-it/write
# mistake: states not carried

def write(model, prompt, length, temperature):
    units = model.inputs[1].shape[1]
    zero = tf.zeros([1, units])
    ids, text = [number[c] for c in prompt], prompt
    while len(text) < len(prompt) + length:
        scores = model([tf.constant([ids]), zero, zero])[0]
        ids = [sample(scores[0, -1], temperature)]
        text = text + vocabulary[ids[0]]
    return text
