"""The figures behind a threshold: shares as per cent, everything else as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tftutor.checks import KINDS
from tftutor.checks.base import CheckResult
from tftutor.course.loader import load_course
from tftutor.presentation.verdicts import figures
from tftutor.tutor import Attempt, Verdict

COURSE = load_course(Path(__file__).parents[1] / "cli" / "course", KINDS)
REF = COURSE.steps["one/code/mean-of-squares"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("accuracy", "validation error 6.94 %, pass mark 7.5 %"),
        ("error", "validation error 6.94 %, pass mark 7.5 %"),
        ("value", "validation error 0.0694, pass mark 0.075"),
    ],
)
def test_a_rate_is_written_as_per_cent_whichever_kind_measured_it(kind: str, said: str) -> None:
    measured = {"value": 0.0694, "pass_mark": 0.075}
    result = CheckResult(kind, "validation error at most 7.5 %", "passed", measured=measured)
    assert figures(Attempt(REF, "", Verdict("passed", "It is so.", checks=(result,)))) == [said]
