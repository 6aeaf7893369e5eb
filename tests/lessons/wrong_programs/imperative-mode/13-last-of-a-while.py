# step: imperative-mode/decisions-in-a-graph/keep-each-value
# mistake: only the last

import tensorflow as tf

@tf.function
def history(money, years):
    year = 0
    while year < years:
        money = money + money / 10
        year += 1
    return money
