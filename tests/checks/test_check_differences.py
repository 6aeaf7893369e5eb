"""The diagnosis: how one array differs from another, in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest

from tftutor.checks.array_differences import explain, explain_shape

RIGHT = numpy.random.default_rng(0).normal(size=(3, 3))
Edit = Callable[[numpy.ndarray], numpy.ndarray]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda a: 6 * a, "y is 6 times too large everywhere."),
        (lambda a: a / 64, "y is 64 times too small everywhere."),
        (lambda a: 1.37 * a, "y is 1.37 times too large everywhere."),
        (lambda a: -a, "The sign of y is reversed everywhere."),
        (lambda a: -2 * a, "y has its sign reversed and is 2 times too large everywhere."),
        (lambda a: a + 0.5, "y is larger by 0.5 everywhere."),
        (lambda a: a - 3, "y is smaller by 3.0 everywhere."),
        (lambda a: a * 0, "y is 0 everywhere."),
        (lambda a: a.T, "y is transposed: rows and columns have changed places."),
        (lambda a: a[::-1], "y has the right values, in reverse order."),
        (lambda a: a[[1, 2, 0]], "y has the right values, in another order."),
        (lambda a: numpy.exp(a), "y is the exponential of what was asked for."),
        (lambda a: a * a, "y is the square of what was asked for."),
        (lambda a: numpy.where(a == a[0, 2], 9, a), "y differs in 1 of 9 places, the first at [0, 2]."),
        (lambda a: a + numpy.eye(3), "y differs in 3 of 9 places, the first at [0, 0]."),
        (lambda a: numpy.tanh(a) * 5 + 3, "y differs in all 9 places."),
    ],
)
def test_how_it_differs(edit: Edit, sentence: str) -> None:
    assert explain("y", edit(RIGHT), RIGHT) == sentence


@pytest.mark.parametrize(
    ("seen", "expected", "sentence"),
    [
        (6.0, 1.0, "y is 6 times too large."),
        (0.5, 1.0, "y is 2 times too small."),
        (-2.3, 2.3, "The sign of y is reversed."),
        (0.0, 2.3, "y is 0."),
        (2.1, 2.3, "y has another value."),
    ],
)
def test_a_single_number(seen: float, expected: float, sentence: str) -> None:
    assert explain("y", numpy.array(seen), numpy.array(expected)) == sentence


def test_a_factor_is_preferred_where_all_places_are_equal() -> None:
    thirds = numpy.full((2, 3), 1 / 3, "float32")
    assert explain("g", numpy.full((2, 3), 2.0, "float32"), thirds) == "g is 6 times too large everywhere."
    assert explain("g", numpy.full((2, 3), 0.8, "float32"), thirds) == "g is larger by 0.4667 everywhere."


def test_numbers_cut_to_whole_ones_are_recognised() -> None:
    right = numpy.array([1.7, 2.2, 3.9])
    assert explain("y", numpy.array([1, 2, 3]), right) == "y is cut to whole numbers."
    assert explain("y", numpy.array([2, 2, 4]), right) == "y is rounded to whole numbers."


@pytest.mark.parametrize(
    ("edit", "clause"),
    [
        (lambda a: a.T, "y is transposed: rows and columns have changed places"),
        (lambda a: a.reshape(6), "the values of y are right, only their arrangement is not"),
        (lambda a: a.mean(), "you have the average of the values that were asked for"),
        (lambda a: a.sum(), "you have the sum of the values that were asked for"),
        (lambda a: a[0], ""),
    ],
)
def test_what_another_shape_means(edit: Edit, clause: str) -> None:
    right = RIGHT[:2]
    assert explain_shape("y", numpy.asarray(edit(right)), right) == clause


def test_values_where_their_average_was_asked_for() -> None:
    losses = numpy.array([1.0, 2.0, 6.0])
    assert explain_shape("loss", losses, numpy.array(3.0)) == "the average of your 3 values would be right"


def test_sizes_that_differ_by_little_are_not_called_the_same_values() -> None:
    said = explain("the shape", numpy.array([4999, 28, 28]), numpy.array([5000, 28, 28]))
    assert said == "the shape differs in 1 of 3 places, the first at [0]."
