# step: session6/text-as-numbers/one-ahead
# mistake: rolled around

import numpy as np

def input_and_target(ids):
    return ids, np.concatenate([ids[1:], ids[:1]])
