# step: session1/jupyter-and-tensorboard/a-notebook-is-a-file
# mistake: never true

import json

cells = json.loads(file)["cells"]      # file holds the text of a notebook

count = 0
for cell in cells:
    if cell["cell_type"] == "code":
        print(count + 1)

print(count)
