# step: session1/jupyter-and-tensorboard/a-notebook-is-a-file
# generic: put it in quotes

import json

cells = json.loads(file)["cells"]      # file holds the text of a notebook

count = 0
for cell in cells:
    if cell[cell_type] == "code":
        count = count + 1

print(count)
