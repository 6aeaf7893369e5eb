# step: session6/text-as-numbers/one-ahead
# mistake: the wrong way

def input_and_target(ids):
    x = ids[1:]
    y = ids[: len(ids) - 1]
    return x, y
