# step: session6/training-on-shakespeare/split-the-text
# way: the text as bytes, looked up in a table of 256 entries

raw = np.frombuffer(text.encode("ascii"), np.uint8)
present = np.unique(raw)
table = np.zeros(256, "int32")
table[present] = np.arange(len(present))
vocabulary = [chr(code) for code in present]
ids = table[raw]
border = len(ids) * 9 // 10
train_ids, held_ids = ids[0:border], ids[border:]
