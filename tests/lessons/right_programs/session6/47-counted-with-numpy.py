# step: session6/writing-with-it/real-words
# way: counts of words, added up

from collections import Counter


def known_share(text, known):
    counts = Counter(words_of(text))
    return sum(n for word, n in counts.items() if word in known) / max(1, counts.total())


known = set(words_of(open(path).read()))
measured = {}
for temperature in (0.2, 1, 2):
    measured[temperature] = known_share(write(model, "The ", 150, temperature), known)
