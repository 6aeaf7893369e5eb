# step: session3/from-one-score-to-ten/ten-scores
# mistake: head start on the weights

def scores(images, w, b):
    weights = w + b
    return images @ weights
