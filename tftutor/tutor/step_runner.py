"""Runs the programs of one step under the conditions of one attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tftutor.checks.base import Check, FollowUp
from tftutor.course.model import Course, StepRef
from tftutor.course.programs import code_of
from tftutor.data import Resolved
from tftutor.problems import CourseProblem
from tftutor.runtime import Cancel
from tftutor.runtime.events import Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.program import Device, Limits, Probe, Program
from tftutor.tutor.cached_runner import CachedRunner, EventHandler, RunResult, ignore
from tftutor.tutor.judging import carried_files
from tftutor.tutor.programs import EVENT_FILES, follow_up_program, limits_of, mount, program_for
from tftutor.tutor.resuming import Resumption
from tftutor.tutor.step_inputs import Blocked, StepInputs
from tftutor.tutor.verdict import DataUsed
from tftutor.tutor.without_gpu import without_gpu

_THE_COURSES_FAULT = "This is the course's fault, not yours. Please tell your teacher."


@dataclass(frozen=True)
class RunConditions:
    """What all programs of one attempt share: the learner's, the solution, the mistakes."""

    seed: int
    device: Device
    limits: Limits
    data: tuple[Resolved, ...]
    files: Mapping[str, Path]
    cancel: Cancel | None = None
    on_event: EventHandler = ignore

    @property
    def stand_in(self) -> bool:
        """Whether any of the data sets is a stand-in."""
        return any(r.stand_in for r in self.data)

    @property
    def data_source(self) -> str:
        """`real`, `stand-in`, or "" where the step uses no data set."""
        return ("stand-in" if self.stand_in else "real") if self.data else ""

    def data_used(self) -> tuple[DataUsed, ...]:
        """The data sets, for the report."""
        return tuple(DataUsed(r.name, r.stand_in, r.origin) for r in self.data)


class StepRunner:
    """From a step and some code to evidence. ``seconds`` and ``memory_mb`` replace the steps' limits."""

    def __init__(
        self,
        course: Course,
        cached_runner: CachedRunner,
        step_inputs: StepInputs,
        *,
        seconds: float | None = None,
        memory_mb: int | None = None,
    ) -> None:
        self.course = course
        self._cached_runner = cached_runner
        self.step_inputs = step_inputs
        self._seconds = seconds
        self._memory_mb = memory_mb

    def warm_up(self) -> None:
        """Starts TensorFlow ahead of the first run; returns at once. MachineProblem without Python."""
        self._cached_runner.warm_up()

    def cool_down(self) -> None:
        """Keeps no TensorFlow ready for a next run; runs that go on go on."""
        self._cached_runner.cool_down()

    def conditions(
        self,
        ref: StepRef,
        *,
        seed: int | None = None,
        device: Device = "auto",
        seconds: float | None = None,
        memory_mb: int | None = None,
        own_files: bool = False,
        cancel: Cancel | None = None,
        on_event: EventHandler = ignore,
    ) -> RunConditions:
        """Gathers what the step needs. Blocked when this machine lacks it."""
        if getattr(ref.step, "device", "any") == "gpu":
            self._need_gpu(ref, device)
        return RunConditions(
            seed=getattr(ref.step, "seed", 0) if seed is None else seed,
            device=device,
            limits=self.limits(ref, seconds, memory_mb),
            data=self.step_inputs.data_for(ref),
            files=self._files(ref, own_files, device),
            cancel=cancel,
            on_event=on_event,
        )

    def new_folder(self) -> Path:
        """A new place for files of one run, not made yet; it is cleaned up when the tutor ends."""
        return self._cached_runner.new_folder()

    def limits(self, ref: StepRef, seconds: float | None = None, memory_mb: int | None = None) -> Limits:
        """What one program of a step may use; what is given here counts before the settings."""
        return limits_of(ref, seconds or self._seconds, memory_mb or self._memory_mb)

    def run(
        self,
        ref: StepRef,
        code: str,
        conditions: RunConditions,
        *,
        on_event: EventHandler = ignore,
        fresh: bool = False,
        probes: Sequence[Probe] = (),
        without_probes: bool = False,
        resumption: Resumption | None = None,
    ) -> RunResult:
        """Runs ``code`` in the step's place. ``without_probes``: those of its checks.

        ``resumption``: what an earlier run saved for it, and what becomes of that which it saves itself.
        """
        program = program_for(
            self.course,
            ref,
            code,
            data=conditions.data,
            files={**conditions.files, **(resumption.files if resumption else {})},
            seed=conditions.seed,
            device=conditions.device,
            limits=conditions.limits,
            extra_probes=probes,
        )
        if without_probes:
            program = replace(program, probes=(), keep=EVENT_FILES)
        return self._run(program, conditions.data, on_event, conditions.cancel, fresh, resumption)

    def solution(self, ref: StepRef, conditions: RunConditions) -> Evidence:
        """What the step's own solution leaves. CourseProblem when it does not run to its end."""

        def tell(_event: object) -> None:
            conditions.on_event(Waiting("running the course's own solution, to compare"))

        evidence = self.run(ref, code_of(ref.step), conditions, on_event=tell).evidence
        if not evidence.completed and evidence.ending != "cancelled":
            reason = evidence.sentence or (evidence.error.message if evidence.error else evidence.ending)
            raise CourseProblem(
                f"the solution of {ref.id} does not run to its end: {reason}",
                _THE_COURSES_FAULT,
                file=ref.place.file,
                line=ref.place.line,
            )
        return evidence

    def follow_up(
        self, ref: StepRef, check: Check, seen: Evidence, conditions: RunConditions
    ) -> Evidence | None:
        """The check's follow-up, run on the files that ``seen`` left; None without them."""
        follow = check.follow_up()
        files = carried_files(check, seen)
        if follow is None or files is None:
            return None
        if follow.held_out:
            files["held_out.npy"] = self.step_inputs.held_out(*follow.held_out)[0]
        keep = follow.files if follow.first else ()
        program = follow_up_program(follow.first or follow.probe, files, conditions.limits, keep)
        found = self._run(program, (), ignore, conditions.cancel, fresh=False).evidence
        left = found.completed and all(name in found.files for name in follow.files)
        if follow.first is None or not left:
            return found
        again = self._again(ref, follow, seen, found, conditions)
        return replace(again, values={**again.values, **found.values})

    def _again(
        self, ref: StepRef, follow: FollowUp, seen: Evidence, found: Evidence, conditions: RunConditions
    ) -> Evidence:
        """The program of ``seen`` once more, with the files that the first part of a follow-up left."""
        program = program_for(
            self.course, ref, seen.code, data=conditions.data, seed=conditions.seed, device=conditions.device,
            files={**conditions.files, **{name: found.files[name] for name in follow.files}},
            limits=conditions.limits,
        )  # fmt: skip
        program = replace(program, probes=(follow.probe,), keep=())

        def tell(_event: object) -> None:
            conditions.on_event(Waiting("running your program again, on what it saved"))

        return self._run(program, conditions.data, tell, conditions.cancel, fresh=False).evidence

    def run_any(
        self, program: Program, *, on_event: EventHandler = ignore, cancel: Cancel | None = None
    ) -> Evidence:
        """Runs any program, with every data set that is on this machine."""
        data = self.step_inputs.local_data_sets()
        program = replace(program, data=tuple(mount(r) for r in data))
        return self._run(program, data, on_event, cancel, fresh=True).evidence

    def _run(
        self,
        program: Program,
        data: Sequence[Resolved],
        on_event: EventHandler,
        cancel: Cancel | None,
        fresh: bool,
        resumption: Resumption | None = None,
    ) -> RunResult:
        return self._cached_runner.run(
            program,
            data_digests={r.name: r.digest for r in data},
            on_event=resumption.told_by(on_event) if resumption else on_event,
            cancel=cancel,
            fresh=fresh,
            snapshots=resumption.snapshots if resumption else None,
        )

    def _need_gpu(self, ref: StepRef, device: Device) -> None:
        if device == "cpu":
            raise Blocked(without_gpu(ref, "This step needs a GPU, and you chose the CPU."))
        if not self._cached_runner.gpus():
            says = "This step needs a GPU, and this machine has none that TensorFlow can use."
            raise Blocked(without_gpu(ref, says))

    def _files(self, ref: StepRef, own: bool, device: Device) -> dict[str, Path]:
        """Files of earlier steps: the learner's where ``own`` and there, else the solution's."""
        files = {}
        for name, source in self.step_inputs.wanted_files(ref).items():
            kept = self.step_inputs.own_file(source, name) if own else None
            if kept is None:
                maker = self.course.steps[source]
                kept = self.solution(maker, self.conditions(maker, device=device)).files.get(name)
            if kept is None:
                raise CourseProblem(
                    f"{ref.id} needs the file {name}, which the solution of {source} does not leave",
                    _THE_COURSES_FAULT,
                    file=ref.place.file,
                    line=ref.place.line,
                )
            files[name] = kept
        return files
