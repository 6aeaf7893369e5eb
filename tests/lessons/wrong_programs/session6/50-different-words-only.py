# step: session6/writing-with-it/real-words
# mistake: each word once

def known_share(text, known):
    different = set(words_of(text))
    return len(different & set(known)) / len(different) if different else 0


known = set(words_of(open(path).read()))
measured = {t: known_share(write(model, "The ", 150, t), known) for t in (0.2, 1, 2)}
