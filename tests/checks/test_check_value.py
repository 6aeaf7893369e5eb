"""The ladder: the first rung missed speaks, each with its own sentence."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from attempts import CheckHarness, check, compare, value_of
from pydantic import ValidationError

from tftutor.checks.base import CheckInput
from tftutor.runtime import Evidence

SOLUTION = "import numpy as np\nx = np.arange(6.0).reshape(2, 3)\ny = np.mean(x)\n"


def test_the_right_value_passes() -> None:
    assert compare(numpy.float32(0.3333), 0.33333334).status == "passed"
    assert compare([1.0, 2.0], numpy.array([1.0, 2.0], "float32")).status == "passed"
    assert compare(2, 2.0).status == "passed"


def test_a_missing_name_with_a_close_one_in_the_program() -> None:
    result = CheckHarness(check("value", of="y", like="solution"), SOLUTION).judge("Y = 2.5")
    assert result.reason == "Your program has no y."
    assert result.advice == "There is a Y: is that the one?"


def test_dots_of_the_starter() -> None:
    assert compare(..., 1.0).reason == "y is still `...`: replace the dots with your code."


def test_none() -> None:
    result = compare(None, 1.0)
    assert result.reason == "y is None: nothing was computed for it."
    assert "return" in result.advice


@pytest.mark.parametrize(
    ("value", "solution", "settings", "reason"),
    [
        ("2.5", 2.5, {}, "y is a string, not a Python number."),
        (len, 2.5, {}, "y is a function, not a Python number."),
        (2.5, None, {"type": "tensor"}, "y is a Python number, not a tensor."),
        (numpy.ones(2), None, {"type": "variable"}, "y is a NumPy array, not a tf.Variable."),
        (numpy.ones(2, "float64"), None, {"dtype": "float32"}, "y holds float64, not float32."),
        (numpy.array([1, 2]), numpy.array([1.0, 2.0]), {}, "y holds whole numbers (int64), not floats."),
        (numpy.ones((3, 2)), numpy.ones((2, 3)), {}, "y has shape (3, 2), not shape (2, 3)."),
        (numpy.ones(3), 1.0, {}, "y has shape (3,), where a single number was asked for."),
        (1.0, numpy.ones(3), {}, "y is a single number, where shape (3,) was asked for."),
        (numpy.array([1, numpy.nan]), numpy.ones(2), {}, "y contains NaN in 1 of 2 places."),
        (float("inf"), 2.0, {}, "y is infinity."),
        (6.0, 1.0, {}, "y is 6 times too large."),
        ("Hallo", "Hello", {}, "y is another text."),
        ("hello ", "Hello", {}, "y differs only in spaces or capital letters."),
        ([1.0, 2.0, 3.0], [1.0, 2.0], {}, "y has 3 items, not 2."),
        ({"a": 1}, {"a": 1, "b": 2}, {}, "y has 1 item, not 2."),
        ({"a": 1, "b": 3}, {"a": 1, "b": 2}, {}, "y['b'] has another value."),
        (
            [numpy.ones(2), numpy.ones(3)],
            [numpy.ones(2), numpy.zeros(3)],
            {},
            "y[1] is larger by 1.0 everywhere.",
        ),
    ],
)
def test_each_rung_has_its_sentence(value: Any, solution: Any, settings: dict[str, Any], reason: str) -> None:
    result = compare(value, solution, **settings)
    assert (result.status, result.reason) == ("failed", reason)


def test_the_evidence_is_short_and_exact() -> None:
    result = compare(numpy.full((2, 3), 2.0, "float32"), numpy.full((2, 3), 1 / 3, "float32"))
    assert result.reason == "y is 6 times too large everywhere."
    assert result.expected == "0.3333  in all 6 places, shape (2, 3)"
    assert result.seen == "2.0  in all 6 places, shape (2, 3)"


def test_a_difference_within_the_tolerance_passes_and_beyond_it_does_not() -> None:
    assert compare(1.00005, 1.0).status == "passed"
    assert compare(1.001, 1.0).status == "failed"
    assert compare(1.001, 1.0, tolerance=0.01).status == "passed"
    assert compare(0.5, 0.0, tolerance={"relative": 0, "absolute": 1}).status == "passed"


def test_small_numbers_are_compared_by_their_own_size() -> None:
    assert compare(2e-6, 1e-6).status == "failed"


def test_whole_numbers_are_compared_exactly() -> None:
    assert compare(60001, 60000).status == "failed"
    assert compare(60001, 60000, tolerance=1e-3).status == "passed"


def test_shapes_may_have_free_places() -> None:
    assert value_of(numpy.ones((7, 10)), shape=[None, 10]).status == "passed"
    assert value_of(numpy.ones((7, 9)), shape=[None, 10]).expected == "shape (any, 10)"


def test_literals_need_no_dtype() -> None:
    assert value_of(numpy.array([1, 2]), equals=[1.0, 2.0]).status == "passed"
    assert value_of("float32", equals="float32").status == "passed"
    assert value_of(3, equals=4).seen == "3"


def test_nan_passes_where_the_solution_has_it_too() -> None:
    assert compare(numpy.array([1, numpy.nan]), numpy.array([1, numpy.nan])).status == "passed"


def test_a_transposed_value_is_named() -> None:
    right = numpy.arange(6.0).reshape(2, 3)
    result = compare(right.T, right)
    assert result.advice == "y is transposed: rows and columns have changed places."


def test_the_line_is_where_the_name_gets_its_last_value() -> None:
    code = "import numpy as np\nx = np.arange(6.0)\ny = 0\nfor part in x:\n    y += part\nprint(y)\n"
    assert CheckHarness(check("value", of="y", like="solution"), SOLUTION).judge(code).line == 5


def test_a_large_array_is_compared_too() -> None:
    right = numpy.arange(2_000_000, dtype="float32")
    assert compare(right.copy(), right).status == "passed"
    result = compare(right + 1e6, right)
    assert result.reason == "y differs in about 100 % of its places."


def test_a_program_that_left_no_report_fails_rather_than_passes() -> None:
    one = check("value", of="y", equals=1)
    result = one.judge(CheckInput(seen=Evidence("finished")))
    assert result.status == "failed"
    assert "no report" in result.reason


@pytest.mark.parametrize("forged", [7, "passed", {"kind": 3}, {"kind": "tensor", "array": [1]}, []])
def test_a_report_that_makes_no_sense_fails(forged: Any) -> None:
    one = check("value", of="y", equals=1)
    assert one.judge(CheckInput(seen=Evidence("finished", values={"value": forged}))).status == "failed"


def test_a_solution_without_the_name_is_the_courses_fault() -> None:
    result = CheckHarness(check("value", of="y", like="solution"), "z = 1").judge("y = 1")
    assert result.status == "broken"


def test_the_same_mistake_in_other_words_is_the_same() -> None:
    harness = CheckHarness(check("value", of="y", like="solution"), SOLUTION)
    summed = "import numpy as np\nx = np.arange(6.0)\ny = np.sum(x)\n"
    assert harness.same("y = sum(range(6)) * 1.0", summed)
    assert not harness.same("y = 14.0", summed)
    assert not harness.same("pass", summed)
    assert harness.same("pass", "z = 1")
    assert not harness.same("y = None", "pass")


def test_where_no_number_is_asked_for_two_draws_of_one_wrong_shape_are_the_same() -> None:
    drawn = "import numpy as np\ny = np.random.default_rng({}).normal(size={})\n"
    form, numbers = (
        CheckHarness(check("value", of="y", shape=[])),
        CheckHarness(check("value", of="y", equals=3.0)),
    )
    assert form.same(drawn.format(1, 10), drawn.format(2, 10))
    assert not form.same(drawn.format(1, 10), drawn.format(2, 5))
    assert not form.same(drawn.format(1, 10), "import numpy as np\ny = np.arange(10)\n")
    assert not form.same(drawn.format(1, 10), "import numpy as np\ny = np.full(10, np.nan)\n")
    assert not numbers.same(drawn.format(1, 10), drawn.format(2, 10))


def test_a_list_and_a_tuple_of_the_same_are_the_same() -> None:
    parts = "import numpy as np\na, b = np.ones((2, 3)), np.zeros(2)\n"
    harness = CheckHarness(check("value", of="y", like="solution"), parts + "y = a, b + 1\n")
    assert harness.same(parts + "y = [a, b]", parts + "y = a, b")
    assert not harness.same(parts + "y = [a, b]", parts + "y = b, a")
    assert not harness.same(parts + "y = [a, b]", parts + "y = {'a': a, 'b': b}")


def test_nothing_observed_is_never_the_same() -> None:
    one = check("value", of="y", equals=1)
    empty = CheckInput(seen=Evidence("finished"))
    assert not one.same(empty, empty)


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        ({"like": "solution", "shape": []}, "y is a single number, the right one"),
        ({"type": "variable", "shape": [2, 3]}, "y is a tf.Variable of shape (2, 3)"),
        ({"equals": 0.25}, "y is 0.25"),
        ({"shape": []}, "y is a single number"),
        ({"like": "solution", "called": "the loss"}, "the loss is right"),
    ],
)
def test_titles_are_statements(settings: dict[str, Any], title: str) -> None:
    assert value_of(1.0, **settings).title == title


def test_unknown_and_contradicting_settings_are_refused() -> None:
    with pytest.raises(ValidationError):
        check("value", of="y", tolernace=1)
    with pytest.raises(ValidationError):
        check("value", of="y", like="solution", equals=1)


def test_a_number_within_bounds() -> None:
    assert value_of(0.2, at_least=0.1, at_most=0.5).status == "passed"
    assert value_of(numpy.float32(7), at_least=2).title == "y is at least 2.0"
    assert value_of(0.02, at_least=0.1).reason == "y is 0.02, smaller than it should be."
    assert value_of(0.9, at_least=0.1, at_most=0.5).expected == "at least 0.1 and at most 0.5"
    assert value_of([1, 2], at_least=0.1).reason == "y is a list, where a single number was asked for."


def test_figures_that_miss_the_same_bound_are_the_same() -> None:
    harness = CheckHarness(check("value", of="y", at_least=1, at_most=2))
    assert harness.same("y = 2.5", "y = 3.7")
    assert not harness.same("y = 2.5", "y = 0.5")
    with pytest.raises(ValidationError, match="without"):
        check("value", of="y", at_least=1, like="solution")


def test_a_plain_number_with_or_without_a_point_is_the_same() -> None:
    harness = CheckHarness(check("value", of="y", equals=105))
    assert harness.same("y = 337", "y = 337.0")
    assert harness.same("y = [3, 4]", "y = (3.0, 4.0)")
    assert not harness.same("y = 337", "y = 338.0")
    array = "import numpy as np\ny = np.array([3, 4])"
    assert not harness.same(array, array.replace("[3, 4]", "[3.0, 4.0]"))
