"""The tutor: attempt(step, code) -> events, then a verdict."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tftutor.checks.machine import Machine
from tftutor.course.model import Course, Exercise, Predict, Run, StepRef, Task
from tftutor.places import places
from tftutor.problems import UsageProblem
from tftutor.progress.checkpoints import Checkpoints
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime import Cancel
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Device, Limits, Probe, Program
from tftutor.tutor.assessing import Assessor
from tftutor.tutor.cached_runner import EventHandler, ignore
from tftutor.tutor.machine_checks import inspect, machine_checks_of
from tftutor.tutor.recording import note_on_test_set, record_of
from tftutor.tutor.resuming import Resumption, resumption
from tftutor.tutor.step_inputs import Blocked
from tftutor.tutor.step_runner import RunConditions, StepRunner
from tftutor.tutor.verdict import Attempt, Verdict
from tftutor.tutor.verdict_sentences import ended_badly

_LOG = logging.getLogger(__name__)
_PROOF = """
def probe(context, expression):
    return bool(context.evaluate(expression))
"""


class Tutor:
    """One course, one learner, one runtime. Several threads may use it at once.

    ``progress``, ``drafts`` and ``checkpoints`` are None for the author's gate, which records nothing.
    ``python``: the interpreter that tasks look at; None for the one that the settings name.
    """

    def __init__(
        self,
        step_runner: StepRunner,
        *,
        progress: ProgressStore | None = None,
        drafts: Drafts | None = None,
        checkpoints: Checkpoints | None = None,
        python: str | None = None,
    ) -> None:
        self.progress = progress
        self.checkpoints = checkpoints
        self.drafts = drafts
        self._python = python
        self._step_runner = step_runner

    @property
    def course(self) -> Course:
        """The course that is taught."""
        return self._step_runner.course

    def warm_up(self) -> None:
        """Starts TensorFlow ahead of the first run; returns at once. MachineProblem without Python."""
        self._step_runner.warm_up()

    def cool_down(self) -> None:
        """Keeps no TensorFlow ready for a next run; runs that go on go on."""
        self._step_runner.cool_down()

    def longest_seconds(self, ref: StepRef, kind: Literal["run", "check"]) -> float:
        """Wall clock after which a run or a check of a step has ended; what comes before it is not counted.

        A check may run the solution, every known mistake, and a program for each of its checks, too.
        """
        seconds = self._step_runner.limits(ref).seconds
        if kind == "run":
            return 2 * seconds
        programs = 2 + len(getattr(ref.step, "mistakes", ())) + len(getattr(ref.step, "checks", ()))
        return 2 * seconds * programs

    def attempt(
        self,
        ref: StepRef,
        code: str,
        *,
        seed: int | None = None,
        device: Device = "auto",
        seconds: float | None = None,
        memory_mb: int | None = None,
        on_event: EventHandler = ignore,
        cancel: Cancel | None = None,
        fresh: bool = False,
        own_files: bool = True,
        record: bool = True,
        thorough: bool = False,
    ) -> Attempt:
        """Runs ``code`` as an attempt at the exercise ``ref`` and judges it.

        ``own_files``: files of earlier steps are the learner's own where there are any, else the
        solution's. ``thorough``: no check is skipped because an earlier one failed (for the gate).
        """
        if not isinstance(ref.step, Exercise):
            raise UsageProblem(f"{ref.id} is not an exercise.", f"See it with `tftutor show {ref.id}`.")
        try:
            conditions = self._step_runner.conditions(
                ref,
                seed=seed,
                device=device,
                seconds=seconds,
                memory_mb=memory_mb,
                own_files=own_files,
                cancel=cancel,
                on_event=on_event,
            )
        except Blocked as blocked:
            self._note_blocked(ref, record)
            return Attempt(ref, code, _blocked(blocked))
        going_on = self._resumption(ref, conditions) if record else None
        result = self._step_runner.run(
            ref, code, conditions, on_event=on_event, fresh=fresh, resumption=going_on
        )
        evidence = going_on.noted(result.evidence) if going_on else result.evidence
        assessor = Assessor(self._step_runner, ref, ref.step, conditions, thorough=thorough)
        verdict = assessor.verdict(evidence)
        _LOG.info("verdict on %s: %s (%s)", ref.id, verdict.status, _kinds(verdict))
        attempt = Attempt(
            ref, code, verdict, evidence, conditions.seed, conditions.data_used(), result.reused
        )
        if record and not (cancel and cancel.requested):
            if going_on:
                going_on.settle(evidence)
            self._record(attempt)
            if self.progress:
                attempt = replace(attempt, note=note_on_test_set(attempt, self.course, self.progress))
        return attempt

    def inspect(
        self,
        ref: StepRef,
        *,
        workspace: Path | None = None,
        cancel: Cancel | None = None,
        record: bool = True,
    ) -> Attempt:
        """Looks whether the task ``ref`` is done on this machine: no program runs, nothing is changed.

        Takes no longer than the slowest of its checks may, and ends soon after ``cancel``.
        ``workspace``: in place of the learner's (for the gate).
        """
        if not isinstance(ref.step, Task):
            raise UsageProblem(f"{ref.id} is not a task.", f"See it with `tftutor show {ref.id}`.")
        machine = Machine.here(
            workspace or places().workspace, self._python, lambda: bool(cancel and cancel.requested)
        )
        attempt = Attempt(ref, "", inspect(machine_checks_of(ref), machine, cancel))
        stopped = cancel is not None and cancel.requested
        if record and self.progress and not stopped and attempt.verdict.status != "blocked":
            self.progress.record(record_of(attempt, self.course))
        return attempt

    def try_out(
        self,
        ref: StepRef,
        code: str,
        *,
        device: Device = "auto",
        seconds: float | None = None,
        memory_mb: int | None = None,
        on_event: EventHandler = ignore,
        cancel: Cancel | None = None,
    ) -> Evidence:
        """Runs ``code`` in the place of a step, prelude and data sets included, and judges nothing."""
        try:
            conditions = self._step_runner.conditions(
                ref, device=device, seconds=seconds, memory_mb=memory_mb, own_files=True, cancel=cancel
            )
        except Blocked as blocked:
            self._note_blocked(ref)
            raise blocked.problem from None
        going_on = self._resumption(ref, conditions)
        evidence = self._step_runner.run(
            ref, code, conditions, on_event=on_event, fresh=True, without_probes=True, resumption=going_on
        ).evidence
        if going_on:
            going_on.settle(evidence)
            evidence = going_on.noted(evidence)
        if isinstance(ref.step, Run) and evidence.completed and self.progress:
            self.progress.record(record_of(Attempt(ref, code, Verdict("passed", ""), evidence), self.course))
        return evidence

    def prove(
        self,
        ref: StepRef,
        *,
        fresh: bool = False,
        on_event: EventHandler = ignore,
        cancel: Cancel | None = None,
    ) -> Attempt:
        """Runs a `run` or `predict` step as it is: the author's own proof that it does what it says."""
        if not isinstance(ref.step, Run | Predict):
            raise UsageProblem(f"{ref.id} has no snippet of its own to run.")
        try:
            conditions = self._step_runner.conditions(ref, cancel=cancel)
        except Blocked as blocked:
            return Attempt(ref, ref.step.code, _blocked(blocked))
        proof = ref.step.proof if isinstance(ref.step, Predict) else ""
        probes = (Probe("proof", _PROOF, {"expression": proof}),) if proof else ()
        result = self._step_runner.run(
            ref, ref.step.code, conditions, on_event=on_event, fresh=fresh, probes=probes
        )
        evidence = result.evidence
        if not evidence.completed:
            verdict = ended_badly(evidence)
        elif proof and evidence.values.get("proof") is not True:
            verdict = Verdict("failed", f"After the snippet has run, `{proof}` does not hold.")
        else:
            verdict = Verdict("passed", "It runs.")
        return Attempt(
            ref, ref.step.code, verdict, evidence, conditions.seed, conditions.data_used(), result.reused
        )

    def free_run(
        self,
        code: str,
        *,
        name: str,
        limits: Limits,
        device: Device = "auto",
        on_event: EventHandler = ignore,
        cancel: Cancel | None = None,
    ) -> Evidence:
        """Runs any program: no step, no prelude, every data set that is on this machine."""
        program = Program(code=code, name=name, device=device, limits=limits)
        return self._step_runner.run_any(program, on_event=on_event, cancel=cancel)

    def _note_blocked(self, ref: StepRef, record: bool = True) -> None:
        """Only a lack of a GPU lasts; data may come tomorrow."""
        if record and self.progress and getattr(ref.step, "device", "any") == "gpu":
            self.progress.note_blocked(ref.id)

    def _resumption(self, ref: StepRef, conditions: RunConditions) -> Resumption | None:
        place = self._step_runner.new_folder()
        return resumption(ref, self.checkpoints, data=conditions.data_source, place=place)

    def _record(self, attempt: Attempt) -> None:
        if attempt.evidence is None or attempt.evidence.ending == "cancelled":
            return
        if self.progress and not (attempt.reused and self._already_recorded(attempt)):
            self.progress.record(record_of(attempt, self.course))
        if attempt.verdict.status == "passed" and self.drafts:
            for name in getattr(attempt.ref.step, "keeps", ()):
                if name in attempt.evidence.files:
                    self.drafts.keep_file(attempt.ref.id, name, attempt.evidence.files[name])

    def _already_recorded(self, attempt: Attempt) -> bool:
        assert self.progress
        return any(
            r.code == attempt.code and r.verdict == attempt.verdict.status and not r.before_reset
            for r in self.progress.attempts(attempt.ref.id)
        )


def _kinds(verdict: Verdict) -> str:
    """The checks' results, for the debug log: no sentence, since it may quote the learner's code."""
    return ", ".join(f"{check.kind} {check.status}" for check in verdict.checks)


def _blocked(blocked: Blocked) -> Verdict:
    return Verdict("blocked", blocked.problem.sentence, blocked.problem.next_step)
