# step: session1/jupyter-and-tensorboard/a-notebook-is-a-file
# mistake: all cells

import json

count = len(json.loads(file)["cells"])
print(count)
