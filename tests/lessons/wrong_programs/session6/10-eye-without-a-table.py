# step: session6/text-as-numbers/embed
# mistake: only one-hot

import numpy as np

def embed(ids, table):
    return np.eye(table.shape[0], dtype="float32")[ids.numpy()]
