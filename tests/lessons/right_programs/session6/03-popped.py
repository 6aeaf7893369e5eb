# step: session6/text-as-numbers/one-ahead
# way: two lists from which one end was taken

def input_and_target(ids):
    first, second = [int(i) for i in ids], [int(i) for i in ids]
    first.pop()
    second.pop(0)
    return [first, second]
