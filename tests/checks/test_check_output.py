"""What the program printed."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import check
from pydantic import ValidationError

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.runtime import Evidence


def judge(printed: str, solution: str = "", **settings: Any) -> CheckResult:
    expected = Evidence("finished", output=solution) if solution else None
    return check("output", **settings).judge(CheckInput(Evidence("finished", output=printed), expected))


@pytest.mark.parametrize(
    ("printed", "settings"),
    [
        ("Hello, world\n", {"contains": ["Hello"]}),
        ("hello\n", {"contains": ["Hello"], "ignore_case": True}),
        ("a   b\n", {"contains": ["a b"]}),
        ("y = 0.33333334\n", {"contains": ["y = 0.3333"], "tolerance": 1e-3}),
        ("the loss is 2.3026 now\n", {"contains": ["loss is 2.303"], "tolerance": 1e-3}),
        ("1\nsomething\n2\n", {"lines": ["1", "2"]}),
        ("step 10 loss 2.31\n", {"matches": r"^step \d+ loss [\d.]+$"}),
    ],
)
def test_what_is_accepted(printed: str, settings: dict[str, Any]) -> None:
    assert judge(printed, **settings).status == "passed"


@pytest.mark.parametrize(
    ("printed", "settings", "reason"),
    [
        ("", {"contains": ["Hello"]}, "The program printed nothing."),
        ("hello\n", {"contains": ["Hello"]}, "The output has 'Hello' only with other capital letters."),
        ("0.34\n", {"contains": ["0.3333"], "tolerance": 1e-3}, "The output has no '0.3333'."),
        ("2\n1\n", {"lines": ["1", "2"]}, "The line '2' comes too early in the output."),
        ("1\n", {"lines": ["1", "2"]}, "The line '2' is not in the output."),
        ("x\n", {"matches": r"\d"}, "What was asked for is not in the output."),
    ],
)
def test_what_is_said_when_it_is_not_there(printed: str, settings: dict[str, Any], reason: str) -> None:
    result = judge(printed, **settings)
    assert (result.status, result.reason) == ("failed", reason)


SIX = "tf.Tensor(\n[[0.33333334 0.33333334 0.33333334]\n [0.33333334 0.33333334 0.33333334]], shape=(2, 3))\n"


def test_numbers_agree_within_a_tolerance_when_asked() -> None:
    printed = SIX.replace("0.33333334", "0.3333")
    assert judge(printed, SIX, like="solution", tolerance=1e-3).status == "passed"
    assert judge(printed, SIX, like="solution").status == "failed"


def test_the_first_line_that_differs_is_named() -> None:
    result = judge("a\nc\n", "a\nb\n", like="solution")
    assert (result.reason, result.expected, result.seen) == ("Line 2 of the output differs.", "b", "c")


def test_too_few_and_too_many_lines() -> None:
    few = judge("a\n", "a\nb\n", like="solution")
    assert few.reason == "The output ends after 1 line; 2 were expected."
    assert judge("a\nb\nc\n", "a\nb\n", like="solution").seen == "c"


def test_spaces_inside_brackets_do_not_count() -> None:
    assert judge("[ 1.  2.]\n", "[1. 2.]\n", like="solution").status == "passed"


def test_numbers_with_commas_between_are_several_numbers() -> None:
    assert judge("[1,2,3]\n", "[1,2,4]\n", like="solution", tolerance=1e-3).status == "failed"
    assert judge("60,000\n", "60,001\n", like="solution", tolerance=1e-3).status == "passed"


def test_two_programs_that_print_the_same_are_the_same() -> None:
    one = check("output", contains=["0.3333"])
    six, other = (CheckInput(Evidence("finished", output=text)) for text in ("grad 2.0\n", "grad 2.00001\n"))
    assert one.same(six, other)
    assert not one.same(six, CheckInput(Evidence("finished", output="grad 3.0\n")))


@pytest.mark.parametrize("settings", [{}, {"contains": ["a"], "lines": ["b"]}, {"matches": "("}])
def test_settings_that_say_nothing_or_too_much_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check("output", **settings)


def test_what_tf_print_shows_counts_though_it_goes_to_stderr() -> None:
    seen = Evidence("finished", output="begin\n", errors="loss 8\n")
    assert check("output", contains=["begin", "loss 8"]).judge(CheckInput(seen)).status == "passed"
    assert check("output", lines=["loss 8"]).judge(CheckInput(seen)).status == "failed"
