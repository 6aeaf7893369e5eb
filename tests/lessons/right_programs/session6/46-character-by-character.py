# step: session6/writing-with-it/write
# way: one loop for prompt and text alike, in a list of ids

def write(model, prompt, length, temperature):
    states = 2 * [tf.zeros([1, model.inputs[1].shape[-1]])]
    ids = [number[c] for c in prompt]
    for place in range(len(prompt) + length - 1):
        scores, *states = model([tf.constant([[ids[place]]]), *states], training=False)
        if place + 1 == len(ids):
            ids.append(sample(scores[0, 0], temperature))
    return "".join(vocabulary[i] for i in ids)
