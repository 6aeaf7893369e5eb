# step: session5/driver-to-tensorflow/freest-gpu
# way: every number by a regular expression, three at a time

import re

def freest(listing):
    numbers = [int(x) for x in re.findall(r"\d+", listing)]
    rows = [numbers[i : i + 3] for i in range(0, len(numbers), 3)]
    rows.sort(key=lambda row: row[2] - row[1])
    return rows[0][0]
