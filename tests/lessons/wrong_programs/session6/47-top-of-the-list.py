# step: session6/writing-with-it/sample
# mistake: the likeliest

def sample(scores, temperature):
    ranked = sorted(range(len(scores)), key=lambda place: float(scores[place]))
    return ranked[-1]
