"""Errors that learners meet, by the text of the exception: what they mean, and what to try.

Where another version words an error otherwise, no pattern fits, and the general sentence of its kind is said.
"""

from __future__ import annotations

# (types, pattern of the message, what it means, what to try); {1} is the pattern's first group
KNOWN: tuple[tuple[str, str, str, str], ...] = (
    (
        "AttributeError",
        r"object has no attribute '_id'",
        "The tape was asked about a value that is not TensorFlow's: NumPy and `.numpy()` leave it no trace.",
        "Compute it with TensorFlow's own operations, inside the `with` block.",
    ),
    (
        "RuntimeError",
        r"Attempted to use a closed Session",
        "The session is closed: it ends where its `with` block ends.",
        "Move the line into the block, further right.",
    ),
    (
        "TypeError",
        r"must have the same dtype, got tf\.(\w+) != tf\.(\w+)",
        "TensorFlow does not mix kinds of numbers: one side is {1}, the other {2}.",
        "Change one of them with `tf.cast`.",
    ),
    (
        "TypeError",
        r"'[<>]=?' not supported between instances of '(?:NoneType' and '[\w.]+|[\w.]+' and 'NoneType)'",
        "One of the two that are compared is None.",
        "A function without `return` gives None, and `print` does, too.",
    ),
    (
        "ValueError",
        r"'graph_data' is not tf\.Graph",
        "`tf.summary.graph` was given something that is not a graph.",
        "A concrete function has one: `f.get_concrete_function(...).graph`.",
    ),
    (
        "TypeError",
        r"can only concatenate str \(not \"(\w+)\"\) to str",
        "With `+`, only a string can follow a string, and this is {1}.",
        "Make a string of it with `str(...)`, or put its name into a gap of an f-string.",
    ),
    (
        "TypeError",
        r"can only concatenate (list|tuple) \(not \"(\w+)\"\) to",
        "With `+`, only {1} can follow {1}, and this is {2}.",
        "To put one more value at the end of a list, write `append`. To add up, take one value of it.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(?:NoneType' and '\w+|\w+' and 'NoneType)'",
        "One side of `{1}` is None, which is what a function without `return` gives, and `print` too.",
        "Look where that value was made.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'",
        "`{1}` does not work between {2} and {3}.",
        "Look at both sides of it: is each of them what you think?",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int of type '(\w+)'",
        "A list or a text can be repeated, but not multiplied by {1}.",
        "Work with the numbers in it: one by one, or all at once in a tensor or an array.",
    ),
    (
        "TypeError",
        r"'([\w.]+)' object is not callable",
        "Round brackets call a function, and before them stands {1}.",
        "To pick something out, write square brackets. To multiply, write `*`. If it should be a function: "
        "has its name been used for something else?",
    ),
    (
        "TypeError",
        r"'([\w.]+)' object is not subscriptable",
        "Square brackets pick something out, and {1} has nothing to pick from.",
        "Look at what stands before the bracket.",
    ),
    (
        "TypeError",
        r"'([\w.]+)' object is not iterable|iteration over a 0-d array|Cannot iterate over a scalar",
        "A loop, or a function that takes values one by one, met a single thing: {1}.",
        "Give it a list or an array. For a range of numbers there is `range(...)`.",
    ),
    (
        "TypeError",
        r"(\w+)\(\) missing (\d+) required positional arguments?: (.+)",
        "`{1}` needs more than it was given: {3} is missing.",
        "Put it between the brackets.",
    ),
    (
        "TypeError",
        r"(\w+)\(\) takes (?:from \d+ to )?\d+ positional arguments? but \d+ (?:was|were) given",
        "`{1}` was given more values in its brackets than it takes.",
        "Several values of one list or shape belong together, in square brackets.",
    ),
    (
        "TypeError",
        r"got an unexpected keyword argument '(\w+)'",
        "The function has no argument with the name `{1}`.",
        "Compare the name with the text of the step, letter by letter.",
    ),
    (
        "TypeError",
        r"(list|tuple|string) indices must be integers(?: or slices)?, not '?(\w+)'?",
        "A place in {1} is a whole number, and this is {2}.",
        "One number in square brackets picks one thing: `lines[0]`. Only arrays and tensors take two. "
        "In a list of lists: is there a comma between any two of them?",
    ),
    (
        "TypeError",
        r"(?:int|float)\(\) argument must be .*, not '(\w+)'",
        "It can make a number of one thing only, and was given {1}.",
        "Take the values one by one, in a loop.",
    ),
    (
        "TypeError",
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted",
        "A single number was asked for, and there are many in the array.",
        "Compute with the whole array, or pick one place out first.",
    ),
    (
        "TypeError",
        r"expected str instance, (\w+) found",
        "Only strings can be joined, and one of them is {1}.",
        "Make strings first, with `str(...)`.",
    ),
    (
        "TypeError",
        r"'([<>]=?)' not supported between instances of '([\w.]+)' and '([\w.]+)'",
        "`{1}` cannot compare {2} with {3}.",
        "Make both of them numbers, or both strings.",
    ),
    (
        "ValueError",
        r"truth value of an array with more than one element is ambiguous",
        "A yes or no was asked for, and there are many numbers: one answer for each.",
        "Ask about one number, or take a loop.",
    ),
    (
        "ValueError",
        r"could not convert string to float: (.+)|invalid literal for int\(\) with base 10: (.+)",
        "This text is not a number: {1}",
        "Only digits, and for `float` a point, can become a number.",
    ),
    (
        "ValueError",
        r"cannot reshape array of size (\d+) into shape (\(.*\))",
        "There are {1:,} numbers, and they do not fill the shape {2}.",
        "The sizes of the new shape, multiplied, must give the same number. One of them may be -1.",
    ),
    (
        "ValueError",
        r"operands could not be broadcast together with shapes (.+)",
        "The shapes do not fit: {1}.",
        "From the right, two sizes must be equal, or one of them 1.",
    ),
    (
        "ValueError",
        r"(not enough|too many) values to unpack \((.+)\)",
        "On the left of `=`, or behind `for`, stand {1} names for the values on the right ({2}).",
        "Print what stands on the right, and count.",
    ),
    (
        "InvalidArgumentError|ValueError",
        r"[Ii]ncompatible shapes: (\[[\d,]*\]) vs\.? (\[[\d,]*\])|Dimensions must be equal",
        "Two shapes do not fit beside each other.",
        "From the right, two sizes must be equal, or one of them 1. Print both shapes.",
    ),
    (
        "InvalidArgumentError|ValueError",
        r"Matrix size-incompatible: In\[0\]: \[(\d+),(\d+)\], In\[1\]: \[(\d+),(\d+)\]",
        "For `@`, the inner sizes must be equal. In ({1}, {2}) @ ({3}, {4}) they are {2} and {3}.",
        "Which of the two comes first, and does one have to be turned?",
    ),
    (
        "InvalidArgumentError",
        r"was expected to be a (\w+) tensor but is a (\w+) tensor",
        "TensorFlow does not mix kinds of numbers: one side is {1}, the other {2}.",
        "Change one of them with `tf.cast`.",
    ),
    (
        "InvalidArgumentError|ValueError",
        r"Input to reshape is a tensor with \d+ values, but|Cannot reshape a tensor with \d+ elements",
        "The numbers do not fill the shape that was asked for.",
        "The sizes of the new shape, multiplied, must give the number of values. One of them may be -1.",
    ),
    (
        "InvalidArgumentError",
        r"[Oo]nly one input size may be -1",
        "Only one size of a shape may be -1: two of them cannot be worked out.",
        "Write the others as numbers.",
    ),
    (
        "InvalidArgumentError|IndexError|ValueError",
        r"(?:slice )?index (-?\d+) (?:of dimension|is out of bounds for axis) \d+",
        "There is no place {1} there: places count from 0, so the last one is the size less 1.",
        "Look at the shape. In a table the row comes first, then the column.",
    ),
    (
        "IndexError",
        r"(list|tuple|string) (?:assignment )?index out of range",
        "{1:C} has no such place: places count from 0, so the last one is the length less 1.",
        "The last place is also called -1.",
    ),
    (
        "AttributeError",
        r"'NoneType' object has no attribute '(\w+)'",
        "What stands before `.{1}` is None.",
        "A function without `return` gives None, and so do methods that change a thing itself, as `append`.",
    ),
    (
        "AttributeError",
        r"'[\w.]*Tensor' object has no attribute 'assign(?:_add|_sub)?'",
        "Only a variable can be assigned to, and this is a tensor.",
        "Has the name been given something else with `=`? Then it no longer stands for the variable.",
    ),
    (
        "AttributeError",
        r"'SymbolicTensor' object has no attribute 'numpy'",
        "In a graph there are no numbers yet, so there is no `.numpy()`.",
        "Take the numbers after the function has given its result back, or after the session has run.",
    ),
    (
        "AttributeError",
        r"'([\w.]+)' object has no attribute '(\w+)'",
        "There is no `.{2}` on {1}.",
        "Is it spelled as in the text? Or is the value before the point another one than you think?",
    ),
    (
        "AttributeError",
        r"module '([\w.]+)' has no attribute '(\w+)'",
        "There is no `{2}` in {1}.",
        "Compare the spelling with the text, capital letters too.",
    ),
    (
        "FailedPreconditionError",
        r"[Uu]ninitialized|Could not find variable",
        "A variable of the graph is still empty.",
        "Run its initializer in the session first.",
    ),
    (
        "KeyError",
        r"(.+)",
        "There is nothing under the key {1}.",
        "Print the keys, and compare the spelling.",
    ),
)
