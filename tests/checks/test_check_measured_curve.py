"""A curve that must have been measured: typed-in and worked-out figures fail, whatever their shape."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import CheckHarness, check
from pydantic import ValidationError

# Work whose time grows a hundredfold from the first size to the last, with room for a busy machine.
MEASURING = """\
import time
sizes = [1000, 10000, 100000]
def clock(n):
    start = time.perf_counter()
    sum(range(n))
    return time.perf_counter() - start
seconds = [min(clock(n) for _ in range(5)) for n in sizes]
"""
YARDSTICK = "lambda n: min(clock(n) for _ in range(5))"


def harness(**settings: Any) -> CheckHarness:
    wanted = {"of": "seconds", "over": "sizes", "again": [2000, 50000], "within": 30, **settings}
    return CheckHarness(check("measured_curve", **wanted))


def measuring(figures: str) -> str:
    return MEASURING.replace("min(clock(n) for _ in range(5)) for n in sizes", figures)


def test_measured_figures_pass() -> None:
    result = harness(yardstick=YARDSTICK, rises=3).judge(MEASURING)
    assert result.status == "passed", (result.reason, result.seen)


def test_figures_typed_in_do_not_follow_other_sizes() -> None:
    typed = [*MEASURING.splitlines(keepends=True)[:-1], "seconds = [0.001, 0.01, 0.1]\n"]
    result = harness().judge("".join(typed))
    assert result.status == "failed"
    assert "With other sizes in `sizes`, seconds is not measured again." in result.reason
    as_many = harness(again=[2000, 20000, 50000]).judge("".join(typed))
    assert as_many.reason == result.reason


def test_figures_worked_out_come_out_the_same_twice() -> None:
    result = harness().judge(measuring("n / 1e9 for n in sizes"))
    assert "the same figures" in result.reason


def test_figures_drawn_from_dice_are_far_from_ours() -> None:
    dice = measuring("n / 1e4 + clock(n) for n in sizes")
    result = harness(yardstick=YARDSTICK, unit="seconds").judge(dice)
    assert "times larger than what we measure here" in result.reason
    assert "seconds" in result.expected


def test_milliseconds_for_seconds_are_one_mistake_and_microseconds_another() -> None:
    timed = harness(yardstick=YARDSTICK)
    milli = measuring("1000 * min(clock(n) for _ in range(9)) for n in sizes")
    again = measuring("min(clock(n) for _ in range(9)) * 1e3 for n in sizes")
    nano = measuring("min(clock(n) for _ in range(9)) * 1e9 for n in sizes")
    assert timed.judge(milli).status == "failed"
    assert timed.same(milli, again)
    assert not timed.same(milli, nano)


@pytest.mark.parametrize(
    ("shape", "figures", "says"),
    [
        ({"rises": 3}, "1 + clock(n) for n in sizes", "hardly rises"),
        ({"falls": 3}, "1 + clock(n) for n in sizes", "hardly falls"),
        ({"level": 8}, "n + clock(n) for n in sizes", "changes a lot"),
    ],
)
def test_the_shape_is_asked_for(shape: dict[str, float], figures: str, says: str) -> None:
    result = harness(**shape).judge(measuring(figures))
    assert result.status == "failed"
    assert says in result.reason


def test_another_curve_that_it_must_be_above() -> None:
    two = MEASURING + "faster = [10 * s for s in seconds]\n"
    above = {"above": {"curve": "faster", "times": 2}}
    assert "only" in harness(**above).judge(two).reason
    assert harness(of="faster", above={"curve": "seconds", "times": 2}).judge(two).status == "passed"


def test_there_is_a_figure_for_each_size() -> None:
    result = harness().judge(measuring("clock(n) for n in sizes[1:]"))
    assert result.reason == "seconds has 2 figures for 3 sizes."
    assert "not above 0" in harness().judge(measuring("0 * clock(n) for n in sizes")).reason
    assert "row of figures" in harness().judge(MEASURING + "seconds = {}\n").reason
    assert "no seconds" in harness().judge("sizes = [1, 2, 3]\n").reason


def test_a_program_that_other_sizes_break_is_reported() -> None:
    by_place = measuring("clock({1000: 1000, 10000: 10000, 100000: 100000}[n]) for n in sizes")
    result = harness().judge(by_place)
    assert result.status == "failed"
    assert "with other sizes" in result.reason


def test_one_direction_only() -> None:
    with pytest.raises(ValidationError, match="one of `rises`, `falls`, `level`"):
        harness(rises=2, level=3)
