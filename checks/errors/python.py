"""Python's own errors: what they mean, and what to try.

Where another version words an error otherwise, no pattern fits, and the general sentence of its kind is said.
"""

from __future__ import annotations

from tftutor.checks.errors.known import Known

_NOTHING = (
    Known(
        "The value before `.{1}` is None.",
        "A function without `return` gives None, and so do methods that change a thing itself, as `append`.",
        (r"'NoneType' object has no attribute '(\w+)'",),
    ),
    Known(
        "Something is None. A function without `return` gives None; so do many that change things in place.",
        "Look where the name got its value.",
        (r"'NoneType' object",),
    ),
)
_OPERATORS = (
    Known(
        "With `+`, only a string can follow a string, and this is {1}.",
        "Make a string of it with `str(...)`, or put its name into a gap of an f-string.",
        (r"can only concatenate str \(not \"(\w+)\"\) to str",),
    ),
    Known(
        "With `+`, only {1} can follow {1}, and this is {2}.",
        "To put one more value at the end of a list, write `append`. To add up, take one value of it.",
        (r"can only concatenate (list|tuple) \(not \"(\w+)\"\) to",),
    ),
    Known(
        "`{1}` does not work between {2} and {3}.",
        "Look at both sides of it: is each of them what you think?",
        (r"unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'",),
    ),
    Known(
        "`{1}` cannot compare {2} with {3}.",
        "Make both of them numbers, or both strings.",
        (r"'([<>]=?)' not supported between instances of '([\w.]+)' and '([\w.]+)'",),
    ),
    Known(
        "A list or a text can be repeated, but not multiplied by {1}.",
        "Work with the numbers in it: one by one, or all at once in a tensor or an array.",
        (r"can't multiply sequence by non-int of type '(\w+)'",),
    ),
)
_CALLS = (
    Known(
        "Round brackets call a function, but there's {1} before them.",
        "To pick something out, write square brackets. To multiply, write `*`. If it should be a function: "
        "has its name been used for something else?",
        (r"'([\w.]+)' object is not callable",),
    ),
    Known(
        "`{1}` needs more than it was given: {3} is missing.",
        "Put it between the brackets.",
        (r"(\w+)\(\) missing (\d+) required positional arguments?: (.+)",),
    ),
    Known(
        "`{1}` was given more values in its brackets than it takes.",
        "Several values of one list or shape belong together, in square brackets.",
        (r"(\w+)\(\) takes (?:from \d+ to )?\d+ positional arguments? but \d+ (?:was|were) given",),
    ),
    Known(
        "A function was called with other arguments than it takes.",
        "Count the arguments in the brackets of the call, and those in its def.",
        (
            r"missing (a|\d+) required",
            r"takes (from )?\d+ .*positional arguments? .*given",
            r"too many positional arguments",
        ),
    ),
    Known(
        "The function has no argument with the name `{1}`.",
        "Compare the name with the text of the step, letter by letter.",
        (r"got an unexpected keyword argument '(\w+)'",),
    ),
)
_PLACES = (
    Known(
        "{1:C} has no such place: places count from 0, so the last one is the length less 1.",
        "The last place is also called -1.",
        (r"(list|tuple|string) (?:assignment )?index out of range",),
    ),
    Known(
        "A place in {1} is a whole number, and this is {2}.",
        "One number in square brackets picks one thing: `lines[0]`. Only arrays and tensors take two. "
        "In a list of lists: is there a comma between any two of them?",
        (r"(list|tuple|string) indices must be integers(?: or slices)?, not '?(\w+)'?",),
    ),
    Known(
        "Square brackets pick something out, and {1} has nothing to pick from.",
        "Look at the value before the bracket.",
        (r"'([\w.]+)' object is not subscriptable",),
    ),
    Known(
        "There is nothing under the key {1}.",
        "Print the keys, and compare the spelling.",
        (r"(.+)",),
        kinds="KeyError",
    ),
    Known(
        "A loop, or a function that takes values one by one, met a single thing: {1}.",
        "Give it a list or an array. For a range of numbers there is `range(...)`.",
        (r"'([\w.]+)' object is not iterable|iteration over a 0-d array|Cannot iterate over a scalar",),
    ),
    Known(
        "On the left of `=`, or after `for`, there are {1} names for the values on the right ({2}).",
        "Print the value on the right, and count.",
        (r"(not enough|too many) values to unpack \((.+)\)",),
    ),
)
_TEXTS = (
    Known(
        "This text is not a number: {1}",
        "Only digits, and for `float` a point, can become a number.",
        (r"could not convert string to float: (.+)|invalid literal for int\(\) with base 10: (.+)",),
    ),
    Known(
        "It can make a number of one thing only, and was given {1}.",
        "Take the values one by one, in a loop.",
        (r"(?:int|float)\(\) argument must be .*, not '(\w+)'",),
    ),
    Known(
        "Only strings can be joined, and one of them is {1}.",
        "Make strings first, with `str(...)`.",
        (r"expected str instance, (\w+) found",),
    ),
)
_ATTRIBUTES = (
    Known(
        "There is no `{2}` in {1}.",
        "Compare the spelling with the text, capital letters too.",
        (r"module '([\w.]+)' has no attribute '(\w+)'",),
    ),
    Known(
        "There is no `.{2}` on {1}.",
        "Is it spelled as in the text? Or is the value before the point another one than you think?",
        (r"'([\w.]+)' object has no attribute '(\w+)'",),
    ),
)
OF_PYTHON = (*_NOTHING, *_OPERATORS, *_CALLS, *_PLACES, *_TEXTS, *_ATTRIBUTES)
