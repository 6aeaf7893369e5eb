"""Errors of arrays and tensors: NumPy's, TensorFlow's and Keras's words for one slip stand in one entry."""

from __future__ import annotations

from tftutor.checks.errors.known import Known

_SHAPES = (
    Known(
        "The two sizes that meet in the middle of a matrix product are not equal.",
        "For [a, b] @ [c, d], b must be c. Print both shapes: is the order right, should one be transposed?",
        (r"Matrix size-incompatible", r"= (Batch)?MatMul", r"mismatch in its core dimension", r"not aligned"),
    ),
    Known(
        "A matrix product wants tables, of two axes, and one of the two is something else.",
        "Print both shapes. row[tf.newaxis] makes a table of one row, and [0] takes the row out again.",
        (r"has different ndims", r"ndims must be >= 2", r"does not have enough dimensions"),
    ),
    Known(
        "Two shapes do not fit together, number by number.",
        "Print both shapes. From the right, two sizes must be equal, or one of them 1.",
        (
            r"[Ii]ncompatible shapes",
            r"required broadcastable shapes",
            r"could not be broadcast together",
            r"Dimensions must be equal",
        ),
    ),
    Known(
        "A reshape keeps all numbers, and the new shape has room for more of them, or for fewer.",
        "Multiply the sizes of each shape: both must come to the same. A size of -1 is worked out for you.",
        (
            r"cannot reshape array",
            r"Input to reshape is a tensor with",
            r"Cannot reshape a tensor with",
        ),
    ),
    Known(
        "Only one size of a shape may be -1: two of them cannot be worked out.",
        "Write the others as numbers.",
        (r"[Oo]nly one input size may be -1", r"can only specify one unknown dimension"),
    ),
    Known(
        "A layer got an input of another shape than it was made for.",
        "Compare the shape of what you hand in with keras.Input. The first axis counts the pictures.",
        (r"is incompatible with the layer", r"input has incompatible shape"),
    ),
    Known(
        "A call of a Keras model got NumPy arrays and tensors side by side.",
        "Make all of them tensors: tf.constant(array).",
        (r"cannot mix tensors and non-tensors",),
    ),
    Known(
        "There are not as many labels as pictures.",
        "Cut both at the same place: y[5000:] belongs to x[5000:].",
        (r"Data cardinality is ambiguous",),
    ),
    Known(
        "This loss wants plain labels, one whole number for each row of scores.",
        "Hand it labels such as 3, not one-hot rows; or take the loss without `sparse` in its name.",
        (
            r"should equal the shape of logits except for the last dimension",
            r"`labels\.shape(\.rank)?` must equal `logits\.shape",
            r"must have the same shape up until the last dimension",
            r"`output` must have rank \(ndim\) `target\.ndim - 1`",
        ),
    ),
    Known(
        "This loss wants a one-hot row for each picture, and got labels of another shape.",
        "For plain labels such as 3, take the loss with `sparse` in its name.",
        (
            r"logits and labels must be broadcastable",
            r"`target` and `output` must have the same (shape|rank)",
        ),
    ),
    Known(
        "A place was asked for that is not there.",
        "Places are counted from 0: the last of n is n - 1. In a table the row comes first, then the column. "
        "Print the shape, and the place you ask for.",
        (r"is out of bounds for axis", r"slice index .* out of bounds", r"slice index -?\d+ of dimension"),
    ),
)
_NUMBERS = (
    Known(
        "Two kinds of numbers met, and TensorFlow does not mix them.",
        "Print both dtypes. tf.cast(x, tf.float32) turns one into the other.",
        (
            r"was expected to be an? \w+ tensor but is an? \w+ tensor",
            r"that does not match type",
            r"Tensor conversion requested dtype",
            r"must have the same dtype",
            r"Cannot convert .* to EagerTensor of dtype",
            r"Expected u?int\d+, but got",
        ),
    ),
    Known(
        "A single number was asked for, and there are many in the array.",
        "Compute with the whole array, or pick one place out first.",
        (r"only (?:length-1|size-1|0-dimensional) arrays can be converted",),
    ),
    Known(
        "An `if` or a `while` wants one yes or no, and got one for each of many numbers.",
        "Ask about one number. To choose number by number there is tf.where, for a single answer "
        "tf.reduce_all.",
        (r"truth value of an array",),
    ),
    Known(
        "Round brackets call a function, but there's a tensor or an array before them.",
        "Square brackets pick a part. To hand over work, give a function, such as `lambda: f(x)`.",
        (r"'[\w.]*(?:Tensor|ndarray|Variable)' object is not callable",),
    ),
)
_GRAPHS = (
    Known(
        "In a graph, a tensor has no number yet, so neither NumPy nor Python can have it.",
        "There, use TensorFlow's own functions: tf.reduce_mean, tf.print, tf.cast ... Take numbers from the "
        "result, once the graph has run.",
        (
            r"Tensor' object has no attribute 'numpy'",
            r"Cannot convert a symbolic",
            r"not 'SymbolicTensor'$",
        ),
    ),
    Known(
        "The function's input signature promises another shape or dtype than it was called with.",
        "In tf.TensorSpec, None stands for any size: [None] is a row, [None, None] a table, [] one number.",
        (r"Can not cast (Tensor|\w+Spec)",),
    ),
    Known(
        "While a graph is traced, a tensor has no number yet that Python could count to.",
        "Let the graph count: `for i in tf.range(n)`.",
        (r"'SymbolicTensor' object cannot be interpreted as an integer",),
    ),
    Known(
        "A variable was made in the body of a `@tf.function`: each call would make another one.",
        "Make it once, above the function, and let the body only use it.",
        (r"only supports singleton tf\.Variables", r"tried to create variables on non-first call"),
    ),
    Known(
        "In a graph, a name must have a value whichever way an `if` or a loop goes.",
        "Give it a value above the `if` or the loop, or in both branches.",
        (
            r"must also be initialized in",
            r"must be defined before the loop",
            r"is None at the end of the \w+ branch",
        ),
    ),
    Known(
        "A shelf (tf.TensorArray) has no such place.",
        "Places are counted from 0: a shelf of size n has the places 0 to n - 1.",
        (r"Tried to (write to|read from) index .* but array", r"Trying to modify element \d+ in a list"),
    ),
    Known(
        "The session is closed: it ends where its `with` block ends.",
        "Move the line into the block, further right.",
        (r"Attempted to use a closed Session",),
    ),
    Known(
        "A variable of the graph is still empty.",
        "Run its initializer in the session first.",
        (r"[Uu]ninitialized|Could not find variable",),
        kinds="FailedPreconditionError",
    ),
    Known(
        "`tf.summary.graph` was given something that is not a graph.",
        "A concrete function has one: `f.get_concrete_function(...).graph`.",
        (r"'graph_data' is not tf\.Graph",),
    ),
)
_TAPES = (
    Known(
        "The tape was asked about a value that is not TensorFlow's: NumPy and `.numpy()` leave it no trace.",
        "Compute it with TensorFlow's own operations, inside the `with` block.",
        (r"object has no attribute '_id'",),
    ),
    Known(
        "Something is None where a number should be.",
        "None is what `print` gives, and a function without `return`, a tape that did not see the way from "
        "variable to loss, and, in a graph for any length, x.shape[0]. Print it where it is made.",
        (
            r"No gradients provided",
            r"None values not supported",
            r"convert a value \(None\) with an unsupported type",
            r"unsupported operand type\(s\) for .*'NoneType'",
            r"'[<>]=?' not supported between instances of '(?:NoneType' and '[\w.]+|[\w.]+' and 'NoneType)'",
        ),
    ),
    Known(
        "A plain tensor cannot be written on: only a tf.Variable has `assign`.",
        "After `x = x - ...` the name x means a new tensor. Update the variable instead: x.assign_sub(...).",
        (r"Tensor' object has no attribute 'assign",),
    ),
    Known(
        "The numbers of a tensor cannot be changed one by one.",
        "Compute a new tensor, with tf.where for instance; or change a copy, `x.numpy().copy()`.",
        (r"Tensor' object does not support item assignment",),
    ),
)
OF_TENSORS = (*_SHAPES, *_NUMBERS, *_GRAPHS, *_TAPES)
