"""Runs and checks in the background, and the events that tell of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_runs import COURSE, Hear, Listener, Stage, attempts_with, ended, going_on, printing, step, until

from tftutor.application.attempts import attempts_of
from tftutor.application.runs.events import RunChanged, RunEnded
from tftutor.application.runs.manager import RunManager
from tftutor.application.screen_state import ScreenState
from tftutor.problems import MachineProblem
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, Output, Started, Waiting
from tftutor.runtime.evidence import Evidence, ProgramError, StackFrame
from tftutor.tutor.step_inputs import Blocked


@pytest.fixture
def screen_state(tmp_path: Path) -> Iterator[ScreenState]:
    return ScreenState.open(tmp_path / "state")


def test_a_run_shows_what_it_prints_and_keeps_all_of_it_in_a_file(tmp_path: Path) -> None:
    stage = Stage(tmp_path, hello=printing("one\ntw", "o\n\x1b[31mred\x1b[0m\n"))
    job = stage.plays("hello")
    assert list(job.lines) == ["one", "two", "red"]
    assert job.ended_well and job.outcome is None and job.evidence
    assert job.lines.file and job.lines.file.read_text() == "one\ntwo\nred\n"
    assert isinstance(stage.heard.events[-1], RunEnded)


def test_a_flood_of_output_comes_in_a_few_messages() -> None:
    stage = Stage(flood=printing(*(f"line {n}\n" for n in range(5000))))
    job = stage.plays("flood")
    until(stage.heard.ended.is_set)
    changes = [m for m in stage.heard.events if isinstance(m, RunChanged)]
    assert job.lines.end == 5000
    assert len(changes) <= 2 + 5 * job.elapsed


def test_nothing_runs_in_the_background_once_a_job_has_ended() -> None:
    stage = Stage(hello=printing("x\n"))
    stage.plays("hello")
    until(lambda: not {"throttle", "run little/one"} & {t.name for t in threading.enumerate()})


def test_a_program_that_raised_has_an_outcome_with_its_line() -> None:
    error = ProgramError(
        "NameError", "name 'y' is not defined", (StackFrame("your code", 3, "<module>", "y"),)
    )
    stage = Stage(bad=lambda hear, _cancel: Evidence("error", error=error))
    job = stage.plays("bad")
    assert not job.ended_well
    assert job.outcome and job.outcome.status == "failed" and job.outcome.attempt
    assert job.outcome.attempt.verdict.error == error


def test_a_check_brings_the_tutors_verdict() -> None:
    job = Stage(good=printing("x\n")).plays("good", "check", "mean-of-squares")
    assert job.outcome and job.outcome.status == "passed" and job.ended_well


def test_a_check_that_need_not_run_again_shows_what_was_printed_then() -> None:
    job = Stage(known=lambda *_: Evidence("finished", output="from before\n")).plays("known", "check")
    assert list(job.lines) == ["from before"]


def test_a_last_line_without_an_end_is_shown_once() -> None:
    assert list(Stage(half=printing("no end")).plays("half").lines) == ["no end"]


def test_what_the_tutor_lacks_blocks_and_what_breaks_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def lacking(_hear: Hear, _cancel: Cancel) -> Evidence:
        try:
            raise Blocked(MachineProblem("There is no GPU.", "Read on."))
        except Blocked as blocked:
            raise blocked.problem from None  # as the tutor does

    def full(_hear: Hear, _cancel: Cancel) -> Evidence:
        raise MachineProblem("There is no TensorFlow.", "Install it.")

    def defect(_hear: Hear, _cancel: Cancel) -> Evidence:
        raise ValueError("nobody expected this")

    stage = Stage(lacking=lacking, full=full, defect=defect)
    outcomes = [stage.plays(code).outcome for code in ("lacking", "full", "defect")]
    assert [o.status for o in outcomes if o] == ["blocked", "broken", "broken"]
    assert [o.sentence for o in outcomes if o][:2] == ["There is no GPU.", "There is no TensorFlow."]
    assert outcomes[2] and "nobody expected this" in outcomes[2].sentence
    assert list(tmp_path.rglob("*.txt")), "a defect leaves a report"


def test_a_tutor_that_cannot_be_opened_is_tried_again(tmp_path: Path) -> None:
    heard, tutors = Listener(), Stage(hello=printing("x\n")).tutor
    troubles = [MachineProblem("The progress file is locked.")]

    def open_it(on_data: object) -> object:
        if troubles:
            raise troubles.pop()
        return tutors.open(lambda _progress: None)

    runs = RunManager(heard, attempts_with(open_it))
    first = ended(runs.start(step("free-play"), "run", "hello"))
    assert first.outcome and first.outcome.sentence == "The progress file is locked."
    assert ended(runs.start(step("free-play"), "run", "hello")).ended_well


def test_cancelling_ends_a_running_program() -> None:
    stage = Stage(long=going_on)
    job = stage.runs.start(step("free-play"), "run", "long")
    until(lambda: job.state == "running")
    stage.runs.cancel(job)
    assert job.stopping or job.is_over
    assert ended(job).outcome and job.outcome and job.outcome.status == "cancelled"


def test_cancelling_before_the_program_runs_ends_it_at_once() -> None:
    let_go = threading.Event()

    def fetching(hear: Hear, _cancel: Cancel) -> Evidence:
        hear(Waiting("TensorFlow is starting"))
        let_go.wait(20)
        hear(Started("cpu"))
        hear(Output("stdout", "too late\n"))
        return Evidence("finished")

    stage = Stage(slow=fetching)
    job = stage.runs.start(step("free-play"), "run", "slow")
    until(lambda: job.waiting_for == "TensorFlow is starting")
    stage.runs.cancel(job)
    assert job.is_over and job.outcome and job.outcome.status == "cancelled"
    let_go.set()
    until(job.left.is_set)
    assert not list(job.lines) and [type(m) for m in stage.heard.events].count(RunEnded) == 1


def test_a_second_run_of_a_step_takes_the_place_of_the_first() -> None:
    stage = Stage(long=going_on, hello=printing("x\n"))
    first = stage.runs.start(step("free-play"), "run", "long")
    until(lambda: first.state == "running")
    second = stage.runs.start(step("free-play"), "run", "hello")
    assert ended(second).ended_well
    assert first.outcome and first.outcome.status == "cancelled"
    assert stage.runs.latest(step("free-play").id) is second


def test_two_run_at_once_and_a_third_waits_and_says_so() -> None:
    stage = Stage(long=going_on, hello=printing("x\n"))
    names = ["free-play", "mean-of-squares"]
    jobs = [stage.runs.start(step(name), "run", "long") for name in names]
    until(lambda: all(job.state == "running" for job in jobs))
    third = stage.runs.start(step("on-a-gpu"), "run", "hello")
    until(lambda: third.waiting_for == "another run to end")
    assert stage.runs.running() == [*jobs, third]
    stage.runs.cancel(jobs[0])
    assert ended(third).ended_well
    stage.runs.close()


def test_the_machines_caution_is_given_once() -> None:
    def careful(hear: Hear, _cancel: Cancel) -> Evidence:
        hear(Caution("This machine contains little."))
        return printing("x\n")(hear, _cancel)

    stage = Stage(careful=careful)
    cautions = [stage.plays("careful").caution for _ in range(2)]
    assert cautions == ["This machine contains little.", ""]


def test_a_run_cut_off_by_the_end_is_remembered_and_one_that_ended_is_not(screen_state: ScreenState) -> None:
    stage = Stage(notes=screen_state, long=going_on, hello=printing("x\n"))
    stage.plays("hello")
    until(stage.heard.ended.is_set)
    job = stage.runs.start(step("mean-of-squares"), "check", "long")
    until(lambda: job.state == "running")
    stage.runs.close()
    assert job.left.is_set() and stage.tutor.closed == 1
    written = (memory_file := next(p for p in _files(screen_state))).read_text()
    assert "mean-of-squares" in written and "free-play" not in written, memory_file


def _files(screen_state: ScreenState) -> Iterator[Path]:
    yield screen_state._file  # the test reads what the next start would


def test_left_alone_a_kept_run_goes_on_and_the_others_end(screen_state: ScreenState, tmp_path: Path) -> None:
    let_go = threading.Event()

    def slow(hear: Hear, cancel: Cancel) -> Evidence:
        hear(Started("cpu"))
        until(lambda: let_go.is_set() or cancel.requested)
        return printing("error 6.94 %\n")(hear, cancel)

    stage = Stage(tmp_path, notes=screen_state, long=going_on, slow=slow)
    kept = stage.runs.start(step("free-play"), "run", "slow")
    other = stage.runs.start(step("mean-of-squares"), "check", "long")
    until(lambda: kept.state == other.state == "running")
    assert stage.runs.keep_going(kept)
    stage.runs.detach()
    until(other.left.is_set)
    heard = len(stage.heard.events)
    assert stage.runs.kept() == [kept] and not kept.cancel.requested
    let_go.set()
    until(kept.left.is_set)
    until(lambda: stage.tutor.cooled)
    assert len(stage.heard.events) == heard, "nobody listens any more"

    again = ScreenState.open(tmp_path / "state")
    assert [one.step for one in again.news()] == [kept.ref.id]
    assert "printed last: error 6.94 %" in again.news()[0].sentence
    assert [run.step for run in again.unfinished()] == [other.ref.id]


def test_how_a_run_ended_unseen_is_shown_when_its_step_is_opened(
    screen_state: ScreenState, tmp_path: Path
) -> None:
    stage = Stage(tmp_path, notes=screen_state, good=printing("one\n", "two\n"))
    stage.runs.detach()
    stage.plays("good", "check", "mean-of-squares").left.wait(20)

    later = Stage(tmp_path, notes=screen_state)
    attached = later.runs.attach(step("mean-of-squares"))
    assert attached is not None
    assert list(attached.lines) == ["one", "two"]
    assert attached.ended_well
    assert attached.outcome and attached.outcome.sentence == "It does what it should."
    assert later.runs.attach(step("mean-of-squares")) is attached
    assert Stage(tmp_path, notes=screen_state).runs.attach(step("mean-of-squares")) is None, (
        "it has been seen"
    )
    assert later.runs.attach(step("free-play")) is None


def test_tensorflows_log_is_kept_apart() -> None:
    job = Stage(log=printing("2026: I tensorflow\n", stream="log")).plays("log")
    assert list(job.lines) == [] and list(job.log) == ["2026: I tensorflow"]


def test_progress_of_a_training_is_read_from_what_it_prints() -> None:
    job = Stage(train=printing("Epoch 2/4\n", "\r 5/10 ━━━━━━ 1s 4ms/step - loss: 0.5")).plays("train")
    assert job.training
    assert (job.training.epoch, job.training.epochs, job.training.step, job.training.steps) == (2, 4, 5, 10)
    assert job.training.metrics == (("loss", "0.5"),)


def test_a_real_program_runs_is_checked_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    from tftutor.places import settings

    before = _descendants()  # other tests of this process may have left TensorFlow running for the next
    heard = Listener()
    runs = RunManager(heard, lambda on_data: attempts_of(settings(), COURSE, on_data=on_data, device="cpu"))
    runs.warm_up()
    exercise = step("mean-of-squares")
    code = exercise.step.solution + "\nimport sys\nfor i in range(3): print('step', i + 1, 'of 3')\n"
    job = ended(runs.start(exercise, "check", code))
    assert job.outcome and job.outcome.status == "passed", job.outcome
    assert [line for line in job.lines if "step" in line] == ["step 1 of 3", "step 2 of 3", "step 3 of 3"]
    endless = runs.start(step("free-play"), "run", "import time\nprint('up', flush=True)\ntime.sleep(600)")
    until(lambda: "up" in list(endless.lines))
    children = _descendants() - before
    assert children
    runs.close()
    until(lambda: not children & _descendants())


def _descendants() -> set[int]:
    import os

    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}
