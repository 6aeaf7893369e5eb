# step: session6/text-as-numbers/characters-to-integers
# mistake: counted from 1

text = "to be, or not to be"
vocabulary = sorted(set(text))

def encode(text):
    return [vocabulary.index(letter) + 1 for letter in text]

def decode(ids):
    result = ""
    for number in ids:
        result = result + vocabulary[number]
    return result
