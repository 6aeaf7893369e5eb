from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tftutor.problems import UsageProblem
from tftutor.progress.store import AttemptRecord, ProgressStore, StepState

TRAIN = "session3/softmax-regression/train"
LOOK = "session2/looking-at-data/look"
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=timezone.utc)


def attempt(verdict: str = "failed", step: str = TRAIN, minutes: int = 0, **more: object) -> AttemptRecord:
    return AttemptRecord(step, NOON + timedelta(minutes=minutes), verdict, **more)  # type: ignore[arg-type]


def test_an_attempt_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    recorded = AttemptRecord(
        step=TRAIN,
        at=datetime(2025, 3, 1, 12, 0, 0, 123456, tzinfo=timezone.utc),
        verdict="failed",
        code="x = 'häß'\nprint(x)\0\n",
        checks=[{"kind": "accuracy", "title": "...", "status": "failed", "measured": {"value": 0.0694}}],
        mistake="sum for mean",
        seconds=12.5,
        seed=3,
        device="gpu",
        data="stand-in",
        course_version="2025.3",
        solution_was_seen=True,
    )
    with ProgressStore.open(tmp_path) as store:
        store.record(recorded)
    with ProgressStore.open(tmp_path) as store:
        assert store.attempts() == [recorded]
        assert store.attempts(TRAIN) == [recorded]
        assert store.attempts(LOOK) == []


def test_a_step_stays_passed_when_a_later_attempt_fails(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(attempt("failed"))
        store.record(attempt("passed", minutes=1))
        store.record(attempt("passed", minutes=2))
        store.record(attempt("timeout", minutes=3))
        assert store.steps() == {
            TRAIN: StepState(
                TRAIN,
                passed=True,
                first_passed_at=NOON + timedelta(minutes=1),
                attempts=4,
                last_verdict="timeout",
                last_at=NOON + timedelta(minutes=3),
            )
        }


def test_times_are_kept_in_utc_whatever_zone_they_came_in(tmp_path: Path) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    with ProgressStore.open(tmp_path) as store:
        store.record(AttemptRecord(TRAIN, NOON.astimezone(india), "passed"))
        store.record(attempt("failed", minutes=-1))
        first, second = store.attempts()
    assert (first.verdict, second.verdict) == ("failed", "passed")
    assert second.at == NOON and second.at.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_refused(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        with pytest.raises(ValueError, match="time zone"):
            store.record(AttemptRecord(TRAIN, datetime(2025, 3, 1), "passed"))
        assert store.attempts() == []


def test_figures_that_are_not_finite_are_kept_as_text(tmp_path: Path) -> None:
    figures = {"value": float("nan"), "loss": float("inf")}
    with ProgressStore.open(tmp_path) as store:
        store.record(attempt(checks=[{"measured": figures}]))
        assert store.attempts()[0].checks == [{"measured": {"value": "nan", "loss": "inf"}}]
        json.dumps(store.export(), allow_nan=False)


def test_hints_and_the_solution_seen_are_remembered(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        for level in (1, 3, 2):
            store.note_hint(TRAIN, level)
        store.note_solution_seen(LOOK)
    with ProgressStore.open(tmp_path) as store:
        assert store.steps() == {
            TRAIN: StepState(TRAIN, hints=3),
            LOOK: StepState(LOOK, solution_seen=True),
        }


def test_an_answer_counts_like_an_attempt(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.note_answer(LOOK, "0.3333", right=False)
        store.note_answer(LOOK, "2.0", right=True)
        assert [(a.kind, a.code, a.verdict) for a in store.attempts()] == [
            ("answer", "0.3333", "failed"),
            ("answer", "2.0", "passed"),
        ]
        assert store.steps()[LOOK].passed


def test_the_step_opened_last_is_where_the_learner_continues(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        assert store.last_opened() is None
        for step in (TRAIN, LOOK, TRAIN, LOOK):
            store.note_opened(step)
    with ProgressStore.open(tmp_path) as store:
        assert store.last_opened() == LOOK


def test_a_clock_that_was_set_back_does_not_send_the_learner_back(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        ahead = {**store.export(), "opened": [{"step": TRAIN, "at": "2999-01-01T00:00:00+00:00"}]}
        store.merge(ahead)
        store.note_opened(LOOK)
        assert store.last_opened() == LOOK


def test_a_reset_starts_a_step_again_and_keeps_its_history(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(attempt("passed"))
        store.note_hint(TRAIN, 2)
        store.record(attempt("passed", step=LOOK))
        assert store.reset([TRAIN, TRAIN, "session9/never/opened"]) == 1
        assert set(store.steps()) == {LOOK}
        assert [a.before_reset for a in store.attempts(TRAIN)] == [True]
        store.record(attempt("failed", minutes=5))
        store.note_hint(TRAIN, 1)
        again = store.steps()[TRAIN]
        assert (again.passed, again.attempts, again.hints) == (False, 1, 1)
        assert len(store.attempts(TRAIN)) == 2


def test_a_step_the_course_no_longer_has_keeps_its_progress(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(attempt("passed", step="session7/gone-for-a-year/step"))
    with ProgressStore.open(tmp_path) as store:
        assert store.steps()["session7/gone-for-a-year/step"].passed


def test_many_threads_may_share_one_store(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:

        def work(step: str) -> None:
            for minute in range(20):
                store.record(attempt("failed", step=step, minutes=minute))
                store.steps()

        threads = [threading.Thread(target=work, args=(f"s/l/step{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {state.attempts for state in store.steps().values()} == {20}
        assert len(store.steps()) == 4


def test_two_machines_join_their_progress(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path / "home") as home, ProgressStore.open(tmp_path / "vm") as vm:
        home.record(attempt("failed"))
        home.note_hint(TRAIN, 1)
        vm.record(attempt("passed", minutes=1))
        vm.note_hint(TRAIN, 3)
        vm.note_opened(TRAIN)

        assert home.merge(json.loads(json.dumps(vm.export()))) == 1
        assert vm.merge(home.export()) == 1
        assert home.export() == vm.export()
        assert home.last_opened() == TRAIN
        state = home.steps()[TRAIN]
        assert (state.passed, state.attempts, state.hints) == (True, 2, 3)


def test_merging_the_same_export_twice_adds_nothing(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path / "home") as home, ProgressStore.open(tmp_path / "vm") as vm:
        vm.record(attempt("passed"))
        assert home.merge(vm.export()) == 1
        assert home.merge(vm.export()) == 0
        assert len(home.attempts()) == 1


def test_a_reset_travels_but_spares_what_it_did_not_know(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path / "home") as home, ProgressStore.open(tmp_path / "vm") as vm:
        home.record(attempt("passed"))
        vm.merge(home.export())
        vm.record(attempt("failed", minutes=1))
        home.reset([TRAIN])

        vm.merge(home.export())
        assert (vm.steps()[TRAIN].passed, vm.steps()[TRAIN].attempts) == (False, 1)
        home.merge(vm.export())
        assert home.steps() == vm.steps()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "something else"}, "not the progress of a tftutor"),
        ({"version": 99}, "newer tftutor"),
        ({"attempts": [{"uid": "1"}]}, "damaged"),
        ({"notes": None}, "damaged"),
        ({"opened": [{"step": 5, "at": "2025-03-01T12:00:00+00:00"}]}, "damaged"),
        ({"opened": [{"step": TRAIN, "at": "yesterday"}]}, "damaged"),
    ],
)
def test_what_is_no_export_is_refused_whole(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    with ProgressStore.open(tmp_path / "home") as home, ProgressStore.open(tmp_path / "vm") as vm:
        vm.record(attempt("passed"))
        with pytest.raises(UsageProblem, match=sentence):
            home.merge({**vm.export(), **change})
        assert home.attempts() == []
