# step: imperative-mode/tracing-again/any-length
# mistake: no graph

def center(x):
    return x - sum(x) / len(x)
