"""What is said of an exception: from real ones, as Python itself raises them."""

from __future__ import annotations

import traceback

import pytest

from tftutor.checks.errors import Meaning, meaning_of


def meaning(code: str) -> Meaning:
    """What is said of the error in which ``code`` ends."""
    try:
        exec(compile(code, "your code", "exec"), {})
    except SyntaxError as error:
        number, message, name = error.lineno or 1, str(error.msg), type(error).__name__
    except Exception as error:  # noqa: BLE001 - any that the code ends in
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "your code"]
        number, message, name = frames[-1].lineno or 1, str(error), type(error).__name__
    else:
        raise AssertionError("the code runs")
    return meaning_of(name, message, code.splitlines()[number - 1], code)


@pytest.mark.parametrize(
    ("code", "says", "advice"),
    [
        ("for hour in [1, 2]\n    print(hour)\n", "The colon is missing", "`:`"),
        ("def f(x)\n    return x\n", "The colon is missing", "`def double(x):`"),
        ("line = 'abc\n", "quote at its end is missing", "same quote"),
        ('line = f"{1 euros"\n', "f-string", "{name}"),
        ("x = (1 + 2\nprint(x)\n", "`(` that opens in this line is never closed", "`)`"),
        ("x = [1, 2)\n", "`[` was opened last, and `)`", "in turn"),
        ("x = 1 + 2)\n", "one `)` too many", "Count"),
        ("line = “abc”\n", "`“` is not one", "straight quote"),
        ("x = 2 × 3\n", "`×` is not one", "`*`"),
        ("x =\u00a02\n", "cannot be seen", "type them again"),
        ("x = 1\nif x = 1:\n    pass\n", "One equal sign stores", "`==`"),
        ("7 = days\n", "on the left of `=`", "name comes first"),
        ("for i in [1]:\nprint(i)\n", "belongs to line 1 should be indented further", "four spaces"),
        ("if True:\n    x = 1\n  y = 2\n", "indented a little less", "same column"),
        ("x = 1\n    y = 2\n", "indented further than the one before", "Delete the spaces"),
        ("if True:\n    x = 1\n\ty = 2\n", "begins with a tab", "four spaces"),
        (">>> x = 1\n", "`>>>`", "every line"),
        ("In [1]: import math\n", "notebook's label", "Delete it"),
        ("1  x = 1\n2\n3  print(x)\n", "Your lines begin with numbers", "Delete them"),
        ("pip install tensorflow\n", "command for the shell", "terminal"),
        ("Import math\n", "begins with a capital letter", "`import`"),
        ("x = 7 x 24\n", "not the sign for times", "`*`"),
        ("x = 2x\n", "letters follow a number", "`2 * x`"),
        ("table = [[1, 2]\n         [3, 4]]\nprint(7 8)\n", "next to each other", "comma"),
        ("line = 'dollars: ' str(5)\n", "next to each other", "`+`"),
        ("return 5\n", "outside a function", "four spaces"),
        ("else if x:\n    pass\n", "one word", "`elif`"),
    ],
)
def test_what_python_cannot_read(code: str, says: str, advice: str) -> None:
    found = meaning(code)
    assert says in found.says
    assert advice in found.advice


@pytest.mark.parametrize(
    ("code", "says", "advice"),
    [
        ("import math\nx = sqrt(2)\n", "its full name is `math.sqrt`", ""),
        ("Seconds = 5\nprint(seconds)\n", "there is `Seconds`. Capital letters count", ""),
        ("total = 5\nprint(totla)\n", "There is `total`", ""),
        ("x = np.eye(10)\n", "makes `np` known is missing", "import numpy as np"),
        ("cell = {'cell_type': 1}\nprint(cell[cell_type])\n", "under the name `cell_type`", "quotes"),
        ("def f():\n    n = n + 1\nf()\n", "the name is its own", "first value above"),
        ("x = 'a' + 5\n", "only a string can follow a string, and this is a whole number", "`str(...)`"),
        ("x = [1] + 5\n", "only a list can follow a list", "`append`"),
        ("x = 0 + [1, 2]\n", "between a whole number and a list", "both sides"),
        ("x = 1 + print(2)\n", "Something is None where a number should be", "what `print` gives"),
        ("x = 2\ny = x(3)\n", "a whole number before them", "square brackets"),
        ("x = [1, 2]\ny = x(0)\n", "a list before them", "square brackets"),
        ("x = 5\ny = x[0]\n", "a whole number has nothing to pick from", "before the bracket"),
        ("for i in 5:\n    pass\n", "met a single thing: a whole number", "range"),
        ("x = [1, 2][5]\n", "A list has no such place", "-1"),
        ("x = [[1, 2]]\ny = x[0, 1]\n", "A place in a list is a whole number", "lines[0]"),
        ("x = [].append(3)\nx.append(4)\n", "before `.append` is None", "change a thing itself"),
        ("x = {'a': 1}['b']\n", "nothing under the key 'b'", "spelling"),
        ("x = float('dollars: ')\n", "This text is not a number: 'dollars: '", "digits"),
        ("x = int(['2', '9'])\n", "was given a list", "one by one"),
        ("import numpy as np\nif np.ones(3) > 0:\n    pass\n", "one for each of many numbers", "one number"),
        ("import numpy as np\nx = np.ones(12).reshape(3, 3)\n", "A reshape keeps all numbers", "-1"),
        (
            "import numpy as np\nx = np.ones((3, 4)) + np.ones(3)\n",
            "do not fit together",
            "From the right",
        ),
        ("x = ...\ny = x + 1\n", "still a `...`", "Replace"),
        ("def f(a, b):\n    pass\nf(1)\n", "`f` needs more", "between the brackets"),
        ("def f(a):\n    pass\nf(1, 2)\n", "more values in its brackets than it takes", "square brackets"),
        ("a, b = [1, 2, 3]\n", "too many", "count"),
        ("x = [1, 2] * 0.5\n", "not multiplied", "tensor or an array"),
    ],
)
def test_what_a_running_program_met(code: str, says: str, advice: str) -> None:
    found = meaning(code)
    assert says in found.says
    assert advice in found.advice


def test_an_error_that_is_not_known_keeps_the_name_of_its_kind() -> None:
    class Odd(Exception):
        pass

    assert meaning_of("Odd", str(Odd("?"))).says == "Your program stopped with an error, Odd."
