# step: session1/what-tensorflow-is/ask-at-the-counter
# generic: `print` gives None

import math

diagonal = print(math.sqrt(16 ** 2 + 9 ** 2))
