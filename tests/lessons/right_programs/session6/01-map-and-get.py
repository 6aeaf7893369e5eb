# step: session6/text-as-numbers/characters-to-integers
# way: a dictionary each way, made with zip, and map

text = "to be, or not to be"
vocabulary = sorted(set(text))
forward = dict(zip(vocabulary, range(len(vocabulary))))
backward = {number: character for character, number in forward.items()}

def encode(text):
    return list(map(forward.get, text))

def decode(ids):
    return "".join(map(backward.get, ids))
