# step: session6/text-as-numbers/characters-to-integers
# mistake: a list of characters

text = "to be, or not to be"
vocabulary = sorted(set(text))

def encode(text):
    return [vocabulary.index(letter) for letter in text]

def decode(ids):
    letters = []
    for number in ids:
        letters.append(vocabulary[number])
    return letters
