"""Numbers and arrays as learners read them."""

from __future__ import annotations

import numpy
import pytest

from tftutor.checks import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.33333334, "0.3333"),
        (2.0, "2.0"),
        (6, "6"),
        (60000, "60000"),
        (-0.5, "-0.5"),
        (12345.678, "12345.7"),
        (1e-7, "1e-7"),
        (1.5e12, "1.5e12"),
        (float("nan"), "NaN"),
        (float("-inf"), "-infinity"),
        (True, "True"),
        (-0.0, "0.0"),
    ],
)
def test_numbers_have_no_noise_digits(value: float, text: str) -> None:
    assert words.number(value) == text


def test_two_numbers_that_differ_late_show_where_they_differ() -> None:
    assert words.numbers_apart(2.30258, 2.30259) == ("2.30258", "2.30259")
    assert words.numbers_apart(0.3333, 2.0) == ("0.3333", "2.0")


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (numpy.full((2, 3), 1 / 3, "float32"), "0.3333  in all 6 places, shape (2, 3)"),
        (numpy.float32(2.5), "2.5"),
        (numpy.array([1, 2, 3]), "[1, 2, 3]"),
        (numpy.array([[1.0, 2.0], [3.0, 4.0]]), "[[1.0, 2.0], [3.0, 4.0]], shape (2, 2)"),
        (numpy.zeros((0, 3)), "nothing in it, shape (0, 3)"),
        (numpy.array([True, False]), "[True, False]"),
        (numpy.full(3, numpy.nan), "NaN  in all 3 places, shape (3,)"),
    ],
)
def test_arrays_in_a_line(array: numpy.ndarray, text: str) -> None:
    assert words.array(numpy.asarray(array)) == text


def test_a_large_array_is_reported_by_its_range() -> None:
    assert words.array(numpy.linspace(0, 1, 1001)) == "0.0 to 1.0, average 0.5, shape (1001,)"


def test_a_single_difference_in_a_large_array_is_shown_where_it_is() -> None:
    expected = numpy.zeros((28, 28))
    seen = expected.copy()
    seen[3, 4] = 0.5
    assert words.arrays_apart(expected, seen, expected != seen) == ("0.0  at [3, 4]", "0.5  at [3, 4]")


@pytest.mark.parametrize(
    ("share", "text"), [(0.0694, "6.94 %"), (0.075, "7.5 %"), (0.9, "90 %"), (0.0, "0 %"), (1.0, "100 %")]
)
def test_percentages(share: float, text: str) -> None:
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("sizes", "text"), [((2, 3), "(2, 3)"), ((5,), "(5,)"), ((), "()"), ((None, 10), "(any, 10)")]
)
def test_shapes(sizes: tuple[int | None, ...], text: str) -> None:
    assert words.shape(sizes) == text


def test_messages_lose_the_inner_names_of_tensorflow() -> None:
    raw = (
        "{{function_node __wrapped__MatMul_device_/job:localhost/replica:0/task:0/device:CPU:0}} Matrix "
        "size-incompatible: In[0]: [2,3], In[1]: [2,3] [Op:MatMul] name: "
    )
    assert words.message(raw) == "Matrix size-incompatible: In[0]: [2,3], In[1]: [2,3]"


def test_lists_in_english() -> None:
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.listing(["a", "b"], "or") == "a or b"
    assert words.count(1, "place") == "1 place"
    assert words.count(10_000, "place") == "10,000 places"


IN_A_GRAPH = """in user code:

    File "your code", line 3, in f  *
        return x.numpy()

    AttributeError: 'SymbolicTensor' object has no attribute 'numpy'
"""


def test_of_an_error_in_a_traced_function_the_last_line_is_said_and_not_the_traceback() -> None:
    said = "AttributeError: 'SymbolicTensor' object has no attribute 'numpy'"
    assert words.telling_line(IN_A_GRAPH) == words.message(IN_A_GRAPH) == said
    assert words.telling_line("two lines\nof text") == "two lines"
    assert (words.telling_line(""), words.message("")) == ("", "no reason given")
