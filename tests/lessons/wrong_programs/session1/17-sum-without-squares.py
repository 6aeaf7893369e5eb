# step: session1/what-tensorflow-is/ask-at-the-counter
# mistake: hat for power

import math

width = 16
height = 9
both = width + height

diagonal = math.sqrt(both)
print(diagonal)
