"""What well-known error messages mean, and what to try: those of Python, NumPy, TensorFlow and Keras.

A message says what a library could not do. A beginner needs to know which of their thoughts it comes
from. The same slip has other words in NumPy, in TensorFlow and in a graph: each entry gathers them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tftutor.checks import words

_LONGEST = 160


@dataclass(frozen=True)
class Cause:
    """A slip that has a well-known message.

    means     what happened, in a sentence or two
    attempt   what to try
    messages  regular expressions, one of which is found in the message
    """

    means: str
    attempt: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """An error in three parts, for a verdict."""

    reason: str
    seen: str
    advice: str = ""


_SHAPES = (
    Cause(
        "The two sizes that meet in the middle of a matrix product are not equal.",
        "For [a, b] @ [c, d], b must be c. Print both shapes: is the order right, should one be transposed?",
        (r"Matrix size-incompatible", r"= (Batch)?MatMul", r"mismatch in its core dimension", r"not aligned"),
    ),
    Cause(
        "A matrix product wants tables, of two axes, and one of the two is something else.",
        "Print both shapes. row[tf.newaxis] makes a table of one row, and [0] takes the row out again.",
        (r"has different ndims", r"ndims must be >= 2", r"does not have enough dimensions"),
    ),
    Cause(
        "Two shapes do not fit together, number by number.",
        "Print both shapes. From the last axis on, sizes must be equal, or one of them 1.",
        (
            r"Incompatible shapes",
            r"required broadcastable shapes",
            r"could not be broadcast together",
            r"Dimensions must be equal",
        ),
    ),
    Cause(
        "A reshape keeps all numbers, and the new shape has room for more of them, or for fewer.",
        "Multiply the sizes of each shape: both must come to the same. A size of -1 is worked out for you.",
        (
            r"cannot reshape array",
            r"Input to reshape is a tensor with",
            r"Cannot reshape a tensor with",
        ),
    ),
    Cause(
        "A layer got an input of another shape than it was made for.",
        "Compare the shape of what you hand in with keras.Input. The first axis counts the pictures.",
        (r"is incompatible with the layer", r"input has incompatible shape"),
    ),
    Cause(
        "There are not as many labels as pictures.",
        "Cut both at the same place: y[5000:] belongs to x[5000:].",
        (r"Data cardinality is ambiguous",),
    ),
    Cause(
        "This loss wants plain labels, one whole number for each row of scores.",
        "Hand it labels such as 3, not one-hot rows; or take the loss without `sparse` in its name.",
        (
            r"should equal the shape of logits except for the last dimension",
            r"`labels\.shape(\.rank)?` must equal `logits\.shape",
            r"must have the same shape up until the last dimension",
            r"`output` must have rank \(ndim\) `target\.ndim - 1`",
        ),
    ),
    Cause(
        "This loss wants a one-hot row for each picture, and got labels of another shape.",
        "For plain labels such as 3, take the loss with `sparse` in its name.",
        (
            r"logits and labels must be broadcastable",
            r"`target` and `output` must have the same (shape|rank)",
        ),
    ),
)
_NUMBERS = (
    Cause(
        "Two kinds of numbers met, and TensorFlow does not mix them.",
        "Print both dtypes. tf.cast(x, tf.float32) turns one into the other.",
        (
            r"was expected to be an? \w+ tensor but is an? \w+ tensor",
            r"that does not match type",
            r"Tensor conversion requested dtype",
            r"x and y must have the same dtype",
            r"Cannot convert .* to EagerTensor of dtype",
            r"Expected u?int\d+, but got",
        ),
    ),
)
_GRAPHS = (
    Cause(
        "While a graph is traced, a tensor has no number yet, so neither NumPy nor Python can have it.",
        "Inside of a `@tf.function`, use TensorFlow's own functions: tf.reduce_mean, tf.print, tf.cast ...",
        (
            r"Tensor' object has no attribute 'numpy'",
            r"Cannot convert a symbolic",
            r"not 'SymbolicTensor'$",
        ),
    ),
    Cause(
        "The function's input signature promises another shape or dtype than it was called with.",
        "In tf.TensorSpec, None stands for any size: [None] is a row, [None, None] a table, [] one number.",
        (r"Can not cast (Tensor|\w+Spec)",),
    ),
    Cause(
        "While a graph is traced, a tensor has no number yet that Python could count to.",
        "Let the graph count: `for i in tf.range(n)`.",
        (r"'SymbolicTensor' object cannot be interpreted as an integer",),
    ),
    Cause(
        "A variable was made in the body of a `@tf.function`: each call would make another one.",
        "Make it once, above the function, and let the body only use it.",
        (r"only supports singleton tf\.Variables", r"tried to create variables on non-first call"),
    ),
    Cause(
        "In a graph, a name must have a value whichever way an `if` or a loop goes.",
        "Give it a value above the `if` or the loop, or in both branches.",
        (
            r"must also be initialized in",
            r"must be defined before the loop",
            r"is None at the end of the \w+ branch",
        ),
    ),
    Cause(
        "A shelf (tf.TensorArray) has no such place.",
        "Places are counted from 0: a shelf of size n has the places 0 to n - 1.",
        (r"Tried to (write to|read from) index .* but array", r"Trying to modify element \d+ in a list"),
    ),
)
_TAPES = (
    Cause(
        "Something is None where a number should be.",
        "None comes from a tape that did not see the way from variable to loss, from a function without "
        "`return`, and, in a graph for any length, from x.shape[0]. Print it where it is made.",
        (
            r"No gradients provided",
            r"None values not supported",
            r"convert a value \(None\) with an unsupported type",
            r"unsupported operand type\(s\) for .*'NoneType'",
        ),
    ),
    Cause(
        "A plain tensor cannot be written on: only a tf.Variable has `assign`.",
        "After `x = x - ...` the name x stands for a new tensor. Move the variable: x.assign_sub(...).",
        (r"Tensor' object has no attribute 'assign",),
    ),
    Cause(
        "The numbers of a tensor cannot be changed one by one.",
        "Compute a new tensor, with tf.where for instance; or change a copy, `x.numpy().copy()`.",
        (r"Tensor' object does not support item assignment",),
    ),
)
_PYTHON = (
    Cause(
        "An `if` or a `while` wants one yes or no, and got as many as there are numbers.",
        "To choose number by number, take tf.where or tf.maximum; for a single answer, tf.reduce_all.",
        (r"truth value of an array",),
    ),
    Cause(
        "Round brackets stand behind something that is not a function.",
        "Square brackets pick a part. To hand over work, give a function, such as `lambda: f(x)`.",
        (r"'[\w.]*(Tensor|ndarray|Variable|float\d*|int\d*|list|tuple|str)' object is not callable",),
    ),
    Cause(
        "A place was asked for that is not there.",
        "Places are counted from 0: the last of n is n - 1. Print the shape, and the place you ask for.",
        (r"is out of bounds for axis", r"index out of range", r"slice index .* out of bounds"),
    ),
    Cause(
        "Something is None. A function without `return` gives None; so do many that change things in place.",
        "Look where the name got its value.",
        (r"'NoneType' object",),
    ),
    Cause(
        "A function was called with other arguments than it takes.",
        "Count what stands in the brackets of the call, and in those of its def.",
        (
            r"missing (a|\d+) required",
            r"takes (from )?\d+ .*positional arguments? .*given",
            r"too many positional arguments",
        ),
    ),
    Cause(
        "Text and a number were put together, and the sign between them wants two of a kind.",
        'Write an f-string, f"loss {loss}", or make a number of the text with float(...).',
        (r"can only concatenate str", r"unsupported operand type\(s\) for .*'str'"),
    ),
)
_KNOWN = (*_SHAPES, *_NUMBERS, *_GRAPHS, *_TAPES, *_PYTHON)


def cause_of(message: str) -> Cause | None:
    """The cause behind an error message, where it is a well-known one."""
    return next(
        (known for known in _KNOWN if any(re.search(m, message, re.MULTILINE) for m in known.messages)), None
    )


def alike(one: str, other: str, *, sizes: bool = True) -> bool:
    """Whether two messages have one well-known cause; ``sizes``: and name the same numbers, at least one."""
    cause = cause_of(one)
    if cause is None or cause is not cause_of(other):
        return False
    return not sizes or _sizes(one) == _sizes(other) != []


def _sizes(message: str) -> list[str]:
    return re.findall(r"\d+", words.message(message))


def told(type_name: str, message: str) -> Told:
    """An error that a check met: by its cause where that is known, else by what its message says."""
    cause, said = cause_of(message), words.clipped(words.message(message), _LONGEST)
    if cause is None:
        return Told(said, type_name)
    reason = cause.means[0].lower() + cause.means[1:]
    return Told(reason, words.clipped(f"{type_name}: {said}", _LONGEST), cause.attempt)
