# step: session1/what-tensorflow-is/ask-at-the-counter
# mistake: sides added

width = 16
height = 9
diagonal = width + height
print(diagonal)
