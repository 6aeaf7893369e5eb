# step: session5/vgg-and-overfitting/batch-norm
# mistake: each picture by itself

import numpy as np

def batch_norm(x, gamma, beta):
    parts = []
    for picture in np.array(x):
        flat = picture.reshape(-1, picture.shape[-1])
        parts.append((picture - flat.mean(0)) / np.sqrt(flat.var(0) + 0.001))
    return np.array(gamma) * np.stack(parts) + np.array(beta)
