# step: session6/text-as-numbers/characters-to-integers
# generic: typed by hand

text = "to be, or not to be"
letters = " ,benort"

def encode(some):
    return [letters.find(letter) for letter in some]

def decode(ids):
    return "".join(letters[number] for number in ids)
