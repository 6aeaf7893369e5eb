"""A step that needs a GPU, on machines with one and without: never a failure, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tftutor.course.model import Course, Exercise
from tftutor.problems import MachineProblem
from tftutor.runtime import Runtime
from tftutor.tutor import Tutor
from tftutor.tutor.cached_runner import CachedRunner

STEP = "session1/lesson/fast"
HERE = "This step needs a GPU, and this machine has none that TensorFlow can use."
SHOWS = "On one, the product of two large matrices takes 2 ms."


@pytest.fixture
def gpus(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has TensorFlow list these GPUs, as far as the tutor sees."""

    def listed(*names: str) -> None:
        monkeypatch.setattr(CachedRunner, "gpus", lambda _cached_runner: names)

    return listed


def test_it_says_what_it_would_show_and_what_to_do_instead(little: Tutor) -> None:
    attempt = little.attempt(little.course.steps[STEP], "y = 1")
    assert attempt.verdict.status == "blocked"
    assert attempt.verdict.headline == f"{HERE} {SHOWS}"
    assert attempt.verdict.advice.startswith(
        "Do session1/lesson/twice instead: it teaches the same on a CPU. No later step waits for this one"
    )
    assert attempt.evidence is None


def test_a_run_of_it_says_the_same(little: Tutor) -> None:
    with pytest.raises(MachineProblem) as raised:
        little.try_out(little.course.steps[STEP], "y = 1")
    assert raised.value.sentence == f"{HERE} {SHOWS}"


def test_it_is_noted_and_no_attempt(little: Tutor) -> None:
    assert little.progress
    little.attempt(little.course.steps[STEP], "y = 1")
    state = little.progress.steps()[STEP]
    assert (state.blocked, state.attempts, state.passed) == (True, 0, False)


def test_the_gate_notes_nothing(little: Tutor) -> None:
    assert little.progress
    little.attempt(little.course.steps[STEP], "y = 1", record=False)
    assert little.progress.steps() == {}


def test_with_a_gpu_it_is_judged_like_any_other(little: Tutor, gpus: Callable[..., None]) -> None:
    assert little.progress
    little.attempt(little.course.steps[STEP], "y = 1")
    gpus("NVIDIA H200")
    assert little.attempt(little.course.steps[STEP], "y = 2").verdict.status == "failed"
    assert not little.progress.steps()[STEP].blocked
    assert little.attempt(little.course.steps[STEP], "y = 1").verdict.status == "passed"


def test_who_chooses_the_cpu_is_reported(little: Tutor, gpus: Callable[..., None]) -> None:
    gpus("NVIDIA H200")
    verdict = little.attempt(little.course.steps[STEP], "y = 1", device="cpu").verdict
    assert (verdict.status, verdict.headline) == (
        "blocked",
        f"This step needs a GPU, and you chose the CPU. {SHOWS}",
    )


def test_without_a_variant_for_the_cpu_it_says_to_read_on(
    little_course: Course, make_tutor: Callable[[Course], Tutor]
) -> None:
    ref = little_course.steps[STEP]
    assert isinstance(ref.step, Exercise)
    alone = replace(ref, step=ref.step.model_copy(update={"instead": "", "would_show": ""}))
    verdict = make_tutor(little_course).attempt(alone, "y = 1").verdict
    assert verdict.headline == HERE
    assert verdict.advice.startswith("No later step waits for this one, so read on.")


def test_a_gpu_that_the_environment_hides_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    with Runtime(scratch=tmp_path) as hidden:
        assert hidden.facts().gpus == ()
