# step: session1/jupyter-and-tensorboard/a-notebook-is-a-file
# mistake: not adding

import json

cells = json.loads(file)["cells"]      # file holds the text of a notebook

count = 0
for cell in cells:
    if cell["cell_type"] == "code":
        count = count + 1
    else:
        count = count - 1

print(count)
