"""What a learner does with a step comes to the same outcomes, whichever face asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_runs import COURSE, FakeTutor, Hear, Script, going_on, printing, step

from tftutor.application.attempts import (
    Attempts,
    Closed,
    answer,
    code_to_check,
    code_to_run,
    last_answer,
    must_answer_first,
)
from tftutor.application.desk import Desk
from tftutor.course.programs import starter_of
from tftutor.places import settings
from tftutor.problems import MachineProblem, UsageProblem
from tftutor.progress.checkpoints import Checkpoints
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.events import Caution, Event
from tftutor.runtime.evidence import Evidence, ProgramError

PREDICTION, EXERCISE, FREE = step("guess-first"), step("mean-of-squares"), step("free-play")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ProgressStore.open(tmp_path / "state") as progress:
        kept = Drafts(tmp_path / "workspace"), Checkpoints(tmp_path)
        yield Desk(COURSE, settings({"HOME": str(tmp_path)}), progress, *kept)


def attempts(**scripts: Script) -> Attempts:
    tutor = FakeTutor(scripts)
    return Attempts(lambda: tutor.open(lambda _progress: None))


def test_a_prediction_is_made_before_its_code_runs(desk: Desk) -> None:
    assert must_answer_first(desk, PREDICTION)
    assert not must_answer_first(desk, EXERCISE)
    assert not answer(desk, PREDICTION, "41").right
    assert not must_answer_first(desk, PREDICTION), "a wrong answer is one, too"


def test_an_answer_is_judged_and_recorded(desk: Desk) -> None:
    assert last_answer(desk, PREDICTION) is None
    assert answer(desk, PREDICTION, "42").right
    assert last_answer(desk, PREDICTION) == answer(desk, PREDICTION, "42")
    record, _ = desk.progress.attempts(PREDICTION.id)
    assert (record.kind, record.code, record.verdict) == ("answer", "42", "passed")


def test_an_answer_to_nothing_and_one_that_cannot_be_read_are_refused(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="asks no question"):
        answer(desk, EXERCISE, "42")
    with pytest.raises(UsageProblem):
        answer(desk, PREDICTION, "many")
    assert desk.progress.attempts() == []


def test_the_learners_file_is_run_and_checked_once_they_have_changed_it(desk: Desk) -> None:
    assert code_to_check(desk, EXERCISE) is None
    assert code_to_run(desk, EXERCISE) == starter_of(EXERCISE.step)
    assert code_to_check(desk, EXERCISE) is None, "the starter counts as nothing written"
    desk.drafts.write(EXERCISE.id, "y = 1\n")
    assert code_to_run(desk, EXERCISE) == code_to_check(desk, EXERCISE) == "y = 1\n"


def test_a_run_that_ends_as_it_should_has_no_outcome_and_one_that_raises_has_its_error() -> None:
    error = ProgramError("NameError", "name 'y' is not defined", ())
    with attempts(good=printing("x\n"), bad=lambda *_: Evidence("error", error=error)) as learner:
        good, bad = learner.run(FREE, "good"), learner.run(FREE, "bad")
    assert good.outcome is None and good.evidence and good.evidence.output == "x\n"
    assert bad.outcome and bad.outcome.status == "failed"
    assert bad.outcome.attempt and bad.outcome.attempt.verdict.error == error


def test_no_problem_leaves_a_run_or_a_check() -> None:
    def broken(_hear: Hear, _cancel: Cancel) -> Evidence:
        raise MachineProblem("There is no TensorFlow.", "Install it.")

    with attempts(broken=broken) as learner:
        results = learner.run(FREE, "broken"), learner.check(EXERCISE, "broken")
    assert [one.outcome.status for one in results if one.outcome] == ["broken", "broken"]
    assert all(one.outcome and one.outcome.problem for one in results)


def test_a_check_that_the_learner_stopped_is_told_as_stopped() -> None:
    cancel = Cancel()
    cancel.cancel()
    with attempts(long=going_on) as learner:
        outcome = learner.check(EXERCISE, "long", cancel=cancel).outcome
    assert outcome and outcome.status == "cancelled"


def test_the_machines_caution_reaches_one_listener_once() -> None:
    def careful(hear: Hear, cancel: Cancel) -> Evidence:
        hear(Caution("This machine contains little."))
        return printing("x\n")(hear, cancel)

    events: list[Event] = []
    with attempts(careful=careful) as learner:
        learner.run(FREE, "careful", on_event=events.append)
        learner.check(EXERCISE, "careful", on_event=events.append)
    assert sum(isinstance(event, Caution) for event in events) == 1


def test_once_closed_nothing_runs() -> None:
    learner = attempts(good=printing("x\n"))
    learner.close()
    with pytest.raises(Closed):
        learner.run(FREE, "good")
