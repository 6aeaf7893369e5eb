"""Wrong programs in words of their own: recognised by what they do, or explained all the same.

Each session has a table of them, `wrong_programs/<session>/NN-name.py`; `wrong_program.py` says the form.
Keep to steps on small arrays: the tables of all sessions together should take seconds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from table_marks import tables_marks
from wrong_program import WrongProgram, read_program

from tftutor.course.model import Exercise
from tftutor.tutor import Tutor, Verdict
from tftutor.tutor.parallel import workers_here

TABLES = sorted(folder for folder in (Path(__file__).parent / "wrong_programs").iterdir() if folder.is_dir())
PROGRAMS_AT_LEAST = 12
RECOGNISED_AT_LEAST = 9


def table(folder: Path) -> list[WrongProgram]:
    return [read_program(file) for file in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("folder", TABLES, ids=lambda folder: folder.name)
def test_a_table_is_large_enough(folder: Path) -> None:
    programs = table(folder)
    assert len(programs) >= PROGRAMS_AT_LEAST
    assert sum(program.recognised for program in programs) >= RECOGNISED_AT_LEAST
    assert {program.step.partition("/")[0] for program in programs} == {folder.name}


TRIED = [pytest.param(folder, id=folder.name, marks=tables_marks(folder.name)) for folder in TABLES]


@pytest.mark.parametrize("folder", TRIED)
def test_wrong_programs_get_the_explanation_they_need(tutor: Tutor, folder: Path) -> None:
    programs = table(folder)
    with ThreadPoolExecutor(workers_here()) as pool:
        problems = list(pool.map(lambda program: problem_of(tutor, program), programs))
    assert [problem for problem in problems if problem] == []


def problem_of(tutor: Tutor, program: WrongProgram) -> str:
    """What is not as the program's file claims, in a sentence; empty where all is."""
    ref = tutor.course.steps[program.step]
    assert isinstance(ref.step, Exercise)
    known = {mistake.name: mistake for mistake in ref.step.mistakes}
    if program.recognised and program.words not in known:
        return f"{program.name}: {program.step} knows no mistake `{program.words}`, only {', '.join(known)}"
    if _bare(program.code) in {_bare(mistake.applied_to(ref.step.solution)) for mistake in known.values()}:
        return f"{program.name}: this is a listed mistake to the letter"
    verdict = tutor.attempt(ref, program.code, own_files=False, record=False).verdict
    if verdict.status != "failed":
        return f"{program.name}: {verdict.status}: {verdict.headline}"
    if program.recognised:
        right = verdict.mistake == program.words and verdict.headline == known[program.words].says.strip()
    else:
        right = not verdict.mistake and program.words in explanation(verdict)
    return "" if right else f"{program.name}: [{verdict.mistake}] {explanation(verdict)}"


def explanation(verdict: Verdict) -> str:
    """All that the learner reads of a failed attempt, in one line."""
    parts = [verdict.headline, verdict.advice]
    if verdict.error:
        parts += [verdict.error.type, verdict.error.message]
    if verdict.first_failed:
        check = verdict.first_failed
        parts += [check.title, check.reason, check.expected, check.seen, check.advice]
    return " · ".join(part for part in parts if part)


def _bare(code: str) -> str:
    return "".join(code.split())
