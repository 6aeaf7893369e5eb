# step: session6/training-on-shakespeare/split-the-text
# mistake: the tenth in front

vocabulary = sorted(set(text))
table = dict(zip(vocabulary, range(len(vocabulary))))
ids = np.fromiter((table[letter] for letter in text), dtype="int32")
tenth = len(ids) - len(ids) * 9 // 10
held_ids, train_ids = ids[:tenth], ids[tenth:]
