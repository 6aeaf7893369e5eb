# step: session6/writing-with-it/sample
# way: a uniform number, searched in the cumulated probabilities

import numpy as np
import tensorflow as tf

dice = np.random.default_rng(11)


def sample(scores, temperature):
    scaled = np.asarray(scores, "float64") / temperature
    powers = np.exp(scaled - scaled.max())
    edges = np.cumsum(powers / powers.sum())
    return np.int64(min(np.searchsorted(edges, dice.random(), side="right"), len(edges) - 1))
