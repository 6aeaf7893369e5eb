# step: session6/a-cell-by-hand/clip-together
# way: NumPy's norm of norms, and a factor that's never above 1

import numpy as np

def clip(gradients, limit):
    lengths = [np.linalg.norm(g) for g in gradients]
    factor = min(1, limit / np.linalg.norm(lengths))
    return [np.array(g) * np.float32(factor) for g in gradients]
