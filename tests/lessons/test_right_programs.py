"""Right programs that authors didn't think of: each solves its step in its own way, and passes.

Each session may have a table of them, `right_programs/<session>/NN-name.py`; `right_program.py` says the
form. Keep to steps on small arrays: the tables of all sessions together should take seconds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from right_program import RightProgram, read_program
from table_marks import tables_marks

from tftutor.course.model import Exercise
from tftutor.tutor import Tutor
from tftutor.tutor.parallel import workers_here

TABLES = sorted(folder for folder in (Path(__file__).parent / "right_programs").iterdir() if folder.is_dir())
PROGRAMS_AT_LEAST = 6


def table(folder: Path) -> list[RightProgram]:
    return [read_program(file) for file in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("folder", TABLES, ids=lambda folder: folder.name)
def test_a_table_is_large_enough(folder: Path) -> None:
    programs = table(folder)
    assert len(programs) >= PROGRAMS_AT_LEAST
    assert {program.step.partition("/")[0] for program in programs} == {folder.name}


TRIED = [pytest.param(folder, id=folder.name, marks=tables_marks(folder.name)) for folder in TABLES]


@pytest.mark.parametrize("folder", TRIED)
def test_right_programs_pass(tutor: Tutor, folder: Path) -> None:
    with ThreadPoolExecutor(workers_here()) as pool:
        problems = list(pool.map(lambda program: problem_of(tutor, program), table(folder)))
    assert [problem for problem in problems if problem] == []


def problem_of(tutor: Tutor, program: RightProgram) -> str:
    """Why a program doesn't count as a right one in other words; empty if it does."""
    ref = tutor.course.steps[program.step]
    assert isinstance(ref.step, Exercise)
    known = [ref.step.solution, *(way.applied_to(ref.step.solution) for way in ref.step.also)]
    if _bare(program.code) in map(_bare, known):
        return f"{program.name}: the lesson has this very program"
    verdict = tutor.attempt(ref, program.code, own_files=False, record=False).verdict
    if verdict.status == "passed":
        return ""
    reason = verdict.first_failed.reason if verdict.first_failed else ""
    return f"{program.name}: {verdict.status}: [{verdict.mistake}] {verdict.headline} {reason}"


def _bare(code: str) -> str:
    return "".join(code.split())
