"""The tutor: attempt(step, code) -> events, then a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tftutor.checks.base import Check
from tftutor.course.answers import AnswerVerdict
from tftutor.course.answers import judge as judge_answer
from tftutor.course.model import Course, Exercise, Predict, Quiz, Run, StepRef
from tftutor.course.programs import code_of
from tftutor.data import Resolved
from tftutor.problems import CourseProblem, MachineProblem, UsageProblem
from tftutor.progress.drafts import Drafts
from tftutor.progress.store import ProgressStore
from tftutor.runtime import Cancel
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Device, Limits, Probe, Program
from tftutor.tutor.judging import Bench, Judged, carried_files, same_doing, same_error, verdict_of
from tftutor.tutor.laboratory import EventHandler, Laboratory, Outcome, ignore
from tftutor.tutor.programs import checks_of, follow_up_program, limits_of, mount, program_for
from tftutor.tutor.records import record_of
from tftutor.tutor.supplies import Blocked, Supplies
from tftutor.tutor.verdict import Attempt, DataUsed, Verdict
from tftutor.tutor.words import ended_badly

_PROOF = """
def probe(context, expression):
    return bool(context.evaluate(expression))
"""


@dataclass(frozen=True)
class _Settings:
    """What all programs of one attempt share."""

    seed: int
    device: Device
    limits: Limits
    data: tuple[Resolved, ...]
    files: Mapping[str, Path]
    cancel: Cancel | None = None


class Tutor:
    """One course, one learner, one runtime. Several threads may use it at once.

    ``progress`` and ``drafts`` are None for the author's gate, which records nothing. ``seconds`` and
    ``memory_mb`` stand in place of the steps' own limits, on a machine that was set up so.
    """

    def __init__(
        self,
        course: Course,
        laboratory: Laboratory,
        supplies: Supplies,
        *,
        progress: ProgressStore | None = None,
        drafts: Drafts | None = None,
        seconds: float | None = None,
        memory_mb: int | None = None,
    ) -> None:
        self.course = course
        self.progress = progress
        self.drafts = drafts
        self._laboratory = laboratory
        self._supplies = supplies
        self._seconds = seconds
        self._memory_mb = memory_mb

    # -- what a face asks for ------------------------------------------------------------------

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
            settings = self._settings(
                ref,
                seed=seed,
                device=device,
                limits=self._limits(ref, seconds, memory_mb),
                own_files=own_files,
                cancel=cancel,
            )
        except Blocked as blocked:
            return Attempt(ref, code, _blocked(blocked))
        outcome = self._run(ref, code, settings, on_event=on_event, fresh=fresh)
        verdict = self._judge(ref, outcome.evidence, settings, thorough=thorough)
        attempt = Attempt(
            ref, code, verdict, outcome.evidence, settings.seed, _data_used(settings), outcome.reused
        )
        stopped = cancel is not None and cancel.requested
        return self._finish(attempt, record and not stopped)

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
            settings = self._settings(
                ref,
                device=device,
                limits=self._limits(ref, seconds, memory_mb),
                own_files=True,
                cancel=cancel,
            )
        except Blocked as blocked:
            raise blocked.problem from None
        evidence = self._run(ref, code, settings, on_event=on_event, fresh=True, bare=True).evidence
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
        """Runs a `run` or `predict` step as it stands: the author's own proof that it does what it says."""
        if not isinstance(ref.step, Run | Predict):
            raise UsageProblem(f"{ref.id} has no snippet of its own to run.")
        try:
            settings = self._settings(ref, cancel=cancel)
        except Blocked as blocked:
            return Attempt(ref, ref.step.code, _blocked(blocked))
        proof = ref.step.proof if isinstance(ref.step, Predict) else ""
        probes = (Probe("proof", _PROOF, {"expression": proof}),) if proof else ()
        outcome = self._run(ref, ref.step.code, settings, on_event=on_event, fresh=fresh, probes=probes)
        evidence = outcome.evidence
        if not evidence.completed:
            verdict = ended_badly(evidence)
        elif proof and evidence.values.get("proof") is not True:
            verdict = Verdict("failed", f"After the snippet has run, `{proof}` does not hold.")
        else:
            verdict = Verdict("passed", "It runs.")
        return Attempt(
            ref, ref.step.code, verdict, evidence, settings.seed, _data_used(settings), outcome.reused
        )

    def answer(self, ref: StepRef, given: str) -> AnswerVerdict:
        """Judges the answer to a quiz or a prediction, and records it.

        Raises UsageProblem for a step that asks nothing, and for an answer that cannot be read.
        """
        if not isinstance(ref.step, Quiz | Predict):
            raise UsageProblem(f"{ref.id} asks no question.", f"See it with `tftutor show {ref.id}`.")
        verdict = judge_answer(ref.step, given)
        if self.progress:
            self.progress.note_answer(ref.id, verdict.shown, verdict.right, course_version=self.course.digest)
        return verdict

    def solution_evidence(self, ref: StepRef, *, device: Device = "auto") -> Evidence:
        """What the step's own solution leaves. CourseProblem when it does not run to its end."""
        return self._solution(ref, self._settings(ref, device=device))

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
        data = self._supplies.here()
        program = Program(
            code=code, name=name, data=tuple(mount(r) for r in data), device=device, limits=limits
        )
        digests = {r.name: r.digest for r in data}
        return self._laboratory.run(
            program, data_digests=digests, on_event=on_event, cancel=cancel, fresh=True
        ).evidence

    # -- the way of an attempt -----------------------------------------------------------------

    def _run(
        self,
        ref: StepRef,
        code: str,
        settings: _Settings,
        *,
        on_event: EventHandler = ignore,
        fresh: bool = False,
        probes: Sequence[Probe] = (),
        bare: bool = False,
    ) -> Outcome:
        program = program_for(
            self.course,
            ref,
            code,
            data=settings.data,
            files=settings.files,
            seed=settings.seed,
            device=settings.device,
            limits=settings.limits,
            extra_probes=probes,
        )
        if bare:
            program = replace(program, probes=(), keep=())
        return self._laboratory.run(
            program,
            data_digests={r.name: r.digest for r in settings.data},
            on_event=on_event,
            cancel=settings.cancel,
            fresh=fresh,
        )

    def _solution(self, ref: StepRef, settings: _Settings) -> Evidence:
        evidence = self._run(ref, code_of(ref.step), settings).evidence
        if not evidence.completed and evidence.ending != "cancelled":
            reason = evidence.sentence or (evidence.error.message if evidence.error else evidence.ending)
            raise CourseProblem(
                f"the solution of {ref.id} does not run to its end: {reason}",
                "This is the course's fault, not yours. Please tell your teacher.",
                file=ref.place.file,
                line=ref.place.line,
            )
        return evidence

    def _judge(self, ref: StepRef, seen: Evidence, settings: _Settings, *, thorough: bool) -> Verdict:
        if not seen.completed:
            verdict = ended_badly(seen)
            if seen.ending == "error":
                return self._with_mistake(ref, verdict, seen, [], None, settings)
            return verdict
        checks = checks_of(ref)
        expected = None
        if any(check.wants_solution() for _, check in checks):
            try:
                expected = self._solution(ref, settings)
            except CourseProblem as problem:
                return Verdict("broken", str(problem), problem.next_step)
        bench = self._bench(checks, expected, settings)
        judged = bench.judge(seen, thorough=thorough)
        verdict = verdict_of(judged)
        if verdict.status == "failed":
            return self._with_mistake(ref, verdict, seen, judged, bench, settings, thorough=thorough)
        return verdict

    def _bench(
        self, checks: Sequence[tuple[str, Check]], expected: Evidence | None, settings: _Settings
    ) -> Bench:
        def run_follow_up(check: Check, seen: Evidence) -> Evidence | None:
            follow = check.follow_up()
            files = carried_files(check, seen)
            if follow is None or files is None:
                return None
            if follow.held_out:
                files["held_out.npy"] = self._supplies.held_out(*follow.held_out)[0]
            program = follow_up_program(follow, files, settings.limits)
            return self._laboratory.run(program, data_digests={}, cancel=settings.cancel).evidence

        return Bench(
            checks=checks,
            expected=expected,
            labels=lambda name, split: self._supplies.held_out(name, split)[1],
            run_follow_up=run_follow_up,
            stand_in=any(r.stand_in for r in settings.data),
        )

    def _with_mistake(
        self,
        ref: StepRef,
        verdict: Verdict,
        seen: Evidence,
        judged: list[Judged],
        bench: Bench | None,
        settings: _Settings,
        *,
        thorough: bool = False,
    ) -> Verdict:
        """The verdict with the sentence of the first mistake that did the same, if one did."""
        assert isinstance(ref.step, Exercise)
        for mistake in ref.step.mistakes:
            code = mistake.applied_to(ref.step.solution)
            evidence = self._run(ref, code, settings).evidence
            if evidence.ending == "cancelled":
                break
            if seen.error and evidence.error:
                same = same_error(seen, evidence)
            elif bench and evidence.completed:
                same = same_doing(judged, bench.judge(evidence, thorough=thorough))
            else:
                same = False
            if same:
                return replace(verdict, headline=mistake.says.strip(), mistake=mistake.name)
        return verdict

    def _finish(self, attempt: Attempt, record: bool) -> Attempt:
        if not record or attempt.evidence is None or attempt.evidence.ending == "cancelled":
            return attempt
        if self.progress and not (attempt.reused and self._already_recorded(attempt)):
            self.progress.record(record_of(attempt, self.course))
        if attempt.verdict.status == "passed" and self.drafts:
            for name in getattr(attempt.ref.step, "keeps", ()):
                if name in attempt.evidence.files:
                    self.drafts.keep_file(attempt.ref.id, name, attempt.evidence.files[name])
        return attempt

    def _already_recorded(self, attempt: Attempt) -> bool:
        assert self.progress
        return any(
            r.code == attempt.code and r.verdict == attempt.verdict.status and not r.before_reset
            for r in self.progress.attempts(attempt.ref.id)
        )

    def _need_gpu(self) -> None:
        if not self._laboratory.gpus():
            raise Blocked(
                MachineProblem(
                    "This step needs a GPU that TensorFlow can use, and this machine has none.",
                    "Read on: no later step waits for this one. `tftutor env-doctor` says what is missing.",
                )
            )

    def _limits(self, ref: StepRef, seconds: float | None = None, memory_mb: int | None = None) -> Limits:
        return limits_of(ref, seconds or self._seconds, memory_mb or self._memory_mb)

    def _settings(
        self,
        ref: StepRef,
        *,
        seed: int | None = None,
        device: Device = "auto",
        limits: Limits | None = None,
        own_files: bool = False,
        cancel: Cancel | None = None,
    ) -> _Settings:
        if getattr(ref.step, "device", "any") == "gpu":
            self._need_gpu()
        files = {}
        for name, source in self._supplies.wanted_files(ref).items():
            kept = self._supplies.own_file(source, name) if own_files else None
            if kept is None:
                kept = self.solution_evidence(self.course.steps[source], device=device).files.get(name)
            if kept is None:
                raise CourseProblem(
                    f"{ref.id} needs the file {name}, which the solution of {source} does not leave",
                    file=ref.place.file,
                    line=ref.place.line,
                )
            files[name] = kept
        return _Settings(
            seed=getattr(ref.step, "seed", 0) if seed is None else seed,
            device=device,
            limits=limits or self._limits(ref),
            data=self._supplies.data_for(ref),
            files=files,
            cancel=cancel,
        )


def _blocked(blocked: Blocked) -> Verdict:
    return Verdict("blocked", blocked.problem.sentence, blocked.problem.next_step)


def _data_used(settings: _Settings) -> tuple[DataUsed, ...]:
    return tuple(DataUsed(r.name, r.stand_in, r.origin) for r in settings.data)
