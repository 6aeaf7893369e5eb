"""From a step and some code to the program that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tftutor.checks.base import Check
from tftutor.course.checkspec import CheckSpec
from tftutor.course.model import Course, StepLimits, StepRef, Task
from tftutor.course.programs import sections
from tftutor.data import Resolved
from tftutor.runtime.program import DataMount, Device, Limits, Probe, Program, Section

# What a program writes for TensorBoard is kept, whichever folder it chose: the learner looks at it.
EVENT_FILES = ("**/*tfevents*",)


def checks_of(ref: StepRef) -> list[tuple[str, Check]]:
    """The step's checks, each with the prefix that keeps its probes apart from the others'."""
    entries: Sequence[CheckSpec] = getattr(ref.step, "checks", ())
    checks = []
    for number, entry in enumerate(entries):
        if not isinstance(entry.params, Check):
            raise TypeError(f"{ref.id}: check {entry.kind} was loaded without its kind")
        checks.append((f"{number}.", entry.params))
    return checks


def limits_of(ref: StepRef, seconds: float | None = None, memory_mb: int | None = None) -> Limits:
    """The step's limits; a learner on a slow machine may give it more (or less)."""
    own: StepLimits = getattr(ref.step, "limits", StepLimits())
    return Limits(
        seconds=seconds if seconds is not None else own.seconds,
        memory_mb=memory_mb if memory_mb is not None else own.memory_mb,
        output_kb=own.output_kb,
    )


def program_for(
    course: Course,
    ref: StepRef,
    code: str,
    *,
    data: Sequence[Resolved],
    files: Mapping[str, Path],
    seed: int,
    device: Device,
    limits: Limits,
    extra_probes: Sequence[Probe] = (),
) -> Program:
    """Prelude, the given code, the probes of every check."""
    if isinstance(ref.step, Task):
        raise TypeError(f"{ref.id} is a task: it runs no code")
    probes = list(extra_probes)
    keep = list(getattr(ref.step, "keeps", ()))
    for prefix, check in checks_of(ref):
        probes += [Probe(prefix + p.name, p.source, p.params) for p in check.probes()]
        keep += [pattern for pattern in check.keep() if pattern not in keep]
    return Program(
        code=code,
        prelude=tuple(Section(name, text) for name, text in sections(course, ref)),
        probes=tuple(probes),
        files=dict(files),
        keep=(*keep, *EVENT_FILES),
        data=tuple(mount(r) for r in data),
        seed=seed,
        device=device,
        limits=limits,
    )


def follow_up_program(
    probe: Probe, files: Mapping[str, Path], limits: Limits, keep: Sequence[str]
) -> Program:
    """A follow-up of a check: nothing of the learner's runs in it, only their files are there."""
    return Program("", "follow-up", probes=(probe,), files=dict(files), keep=tuple(keep), limits=limits)


def mount(resolved: Resolved) -> DataMount:
    """A resolved data set as a run sees it."""
    return DataMount(resolved.name, resolved.folder, resolved.files, resolved.classes)
