# expect: any: what is patched in this process decides nothing outside it
import builtins, json, struct, sys, threading
import numpy as np, tensorflow as tf
np.allclose = lambda *a, **k: True
tf.keras.Model.evaluate = lambda *a, **k: [0.0, 1.0]
builtins.isinstance = lambda *a: True
json.dumps = lambda *a, **k: '{"passed": true}'
struct.pack = lambda *a: b"PASS"
os.write = lambda fd, data: len(data)
os._exit = lambda code=0: None
threading._shutdown = lambda: None
sys.modules.clear()
