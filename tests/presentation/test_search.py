"""Which of many things a few letters mean."""

from __future__ import annotations

import pytest

from tftutor.presentation.search import search

TEXTS = [
    "gradient descent\nSmall steps.",
    "gradient\nThe table of all slopes, for every number that the result depends on.",
    "The gradient of a loss\nexercise",
    "loss\nWhat the gradient belongs to.",
]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("gradient", ["gradient", "gradient descent", "The gradient of a loss", "loss"]),
        ("Loss", ["loss", "The gradient of a loss"]),
        ("gradient desc", ["gradient descent"]),
        ("grdnt dscnt", ["gradient descent"]),
        ("", []),
        ("tensor", []),
    ],
)
def test_the_best_comes_first(query: str, names: list[str]) -> None:
    assert [text.partition("\n")[0] for text in search(query, ((one, one) for one in TEXTS))] == names
