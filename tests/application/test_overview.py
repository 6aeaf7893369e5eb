"""The course at a glance holds as long as its files do, and counts as the course itself does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_learner import REPOSITORY, SMALL_COURSE

from tftutor.application.overview import OverviewProgress, cached, course_folder, keep, overview_of
from tftutor.application.standing import Standings
from tftutor.checks import KINDS
from tftutor.course.loader import load_course
from tftutor.problems import UsageProblem
from tftutor.progress.records import StepState

READ, QUIZ, CODE = "one/questions/read-this", "one/questions/two-and-two", "one/code/mean-of-squares"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_COURSE, tmp_path / "course"))


def test_it_is_kept_until_a_file_of_the_course_changes(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    overview = overview_of(load_course(folder, KINDS), [("tensor", "A block of numbers.")])
    assert cached(folder, cache) is None
    keep(overview, folder, cache)
    assert cached(folder, cache) == overview

    file = folder / "one" / "code.yaml"
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("Free play", "Free rein"), encoding="utf-8")
    assert cached(folder, cache) is None
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert cached(folder, cache) == overview, "the same size and time count as the same file"
    (folder / "glossary.yaml").write_text("[]", encoding="utf-8")
    assert cached(folder, cache) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 2}', "\udcff"])
def test_a_cache_without_meaning_counts_as_none(folder: Path, tmp_path: Path, text: str) -> None:
    keep(overview_of(load_course(folder, KINDS)), folder, tmp_path)
    (file,) = (tmp_path / "overviews").iterdir()
    file.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert cached(folder, tmp_path) is None


def test_it_counts_as_the_course_itself_does(folder: Path) -> None:
    course = load_course(folder, KINDS)
    overview = overview_of(course)
    states = {CODE: StepState(CODE, attempts=1), QUIZ: StepState(QUIZ, passed=True, attempts=2)}
    marks = OverviewProgress(overview, states, {READ, CODE}, CODE)
    standings = Standings(course, states, {READ, CODE}, CODE)
    assert {id: marks.of(step) for id, step in overview.steps.items()} == {
        id: standings.of(ref) for id, ref in course.steps.items()
    }
    assert marks.done(overview.steps.values()) == 2
    current = marks.current()
    assert current is not None
    assert (current.id, overview.place_of(current.id)[2]) == (CODE, 1)


def test_the_steps_share_the_time_of_their_lesson(folder: Path) -> None:
    overview = overview_of(load_course(folder, KINDS))
    for _, lesson in overview.lessons.values():
        assert sum(step.minutes for step in lesson.steps) == pytest.approx(5, abs=0.05)
    marks = OverviewProgress(overview, {}, {READ}, READ)
    assert 5 < marks.minutes_left(overview.steps.values()) < 10


def test_the_folder_is_the_one_named_or_the_one_that_comes_along(tmp_path: Path) -> None:
    assert (course_folder({}) / "course.yaml").is_file()
    assert course_folder({"TFTUTOR_COURSE": str(tmp_path)}) == tmp_path
    with pytest.raises(UsageProblem, match="there is no such folder"):
        course_folder({"TFTUTOR_COURSE": str(tmp_path / "nowhere")})


def test_it_is_read_without_the_courses_model(folder: Path, tmp_path: Path) -> None:
    keep(overview_of(load_course(folder, KINDS)), folder, tmp_path)
    code = (
        "import sys; from pathlib import Path; from tftutor.application.overview import cached\n"
        f"assert cached(Path({str(folder)!r}), Path({str(tmp_path)!r}))\n"
        "print(sorted({'pydantic', 'yaml', 'numpy', 'sqlite3', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY, timeout=60
    )
    assert run.stdout.strip() == "[]"
