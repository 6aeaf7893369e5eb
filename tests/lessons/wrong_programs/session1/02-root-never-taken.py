# step: session1/what-tensorflow-is/ask-at-the-counter
# mistake: no root

squares = [side * side for side in (16, 9)]
diagonal = sum(squares)
