"""Names of steps, as authors write them in `uses`: `step`, `lesson/step`, `session/lesson/step`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tftutor.course.model import CodeStep, Exercise, Predict, Run, StepRef
from tftutor.course.violations import Violation
from tftutor.nearest import nearest
from tftutor.yamlfile import NodePath


def full_id(name: str, ref: StepRef) -> str:
    """The full id that ``name`` means in the step ``ref``; nothing says that such a step exists."""
    missing = max(0, 2 - name.count("/"))
    return "/".join([*ref.id.split("/")[:missing], name])


def code_step(ref: StepRef) -> CodeStep | None:
    """The step, if it is one with code."""
    return ref.step if isinstance(ref.step, (Run, Predict, Exercise)) else None


def check_references(steps: Mapping[str, StepRef]) -> Iterable[tuple[StepRef, Violation]]:
    """What is not in order in the `uses`, `files` and `instead` of each step; paths begin at the step.

    `uses` and `files` may only name earlier steps, so no circle can arise.
    """
    order = {id: number for number, id in enumerate(steps)}
    for ref in steps.values():
        step = code_step(ref)
        if step is None:
            continue
        names = _ReferenceChecker(ref, steps, order)
        for index, name in enumerate(step.uses):
            if sentence := names.fault(name):
                yield ref, Violation(("uses", index), sentence)
        for file, name in step.files.items():
            path: NodePath = ("files", file)
            if sentence := names.fault(name) or names.keeping_fault(file, name):
                yield ref, Violation(path, sentence)
        if step.instead and (sentence := names.replacing_fault(step.instead)):
            yield ref, Violation(("instead",), sentence)


@dataclass(frozen=True)
class _ReferenceChecker:
    """Names as one step writes them."""

    ref: StepRef
    steps: Mapping[str, StepRef]
    order: Mapping[str, int]

    def fault(self, name: str) -> str:
        """Why the name cannot be used here; empty if it can."""
        id = full_id(name, self.ref)
        if id not in self.steps:
            return self._unknown(name)
        if id == self.ref.id:
            return f"`{name}` is this step itself; name an earlier one"
        if self.order[id] > self.order[self.ref.id]:
            return f"`{name}` comes later in the course; a step can only build on earlier ones"
        if code_step(self.steps[id]) is None:
            return f"`{name}` is a step of the kind `{self.steps[id].step.kind}`, which has no code"
        if self.steps[id].step.optional and not self.ref.step.optional:
            return (
                f"`{name}` is optional, and this step is not; a step can't build on one that may be left out"
            )
        return ""

    def replacing_fault(self, name: str) -> str:
        """Why the named step cannot be taken on a machine without a GPU; empty if it can."""
        id = full_id(name, self.ref)
        if id not in self.steps:
            return self._unknown(name)
        if id == self.ref.id:
            return f"`{name}` is this step itself; name one that runs on a CPU"
        other = code_step(self.steps[id])
        if other and other.device == "gpu":
            return f"`{name}` needs a GPU, too; name a step that runs on a CPU"
        return ""

    def keeping_fault(self, file: str, name: str) -> str:
        """Why the named step does not leave ``file``; empty if it does."""
        source = code_step(self.steps[full_id(name, self.ref)])
        if source and any(fnmatchcase(file, kept) for kept in source.keeps):
            return ""
        return f"the step `{name}` does not keep `{file}`; list the file in its `keeps`"

    def _unknown(self, name: str) -> str:
        """All ways to write each step are looked at, so that `train` finds `other-lesson/train`."""
        session, lesson, _ = self.ref.id.split("/")
        spelled: dict[str, str] = {}
        for id in self.steps:
            parts = id.split("/")
            shortest = parts[2] if parts[:2] == [session, lesson] else "/".join(parts[parts[0] == session :])
            for length in (1, 2, 3):
                spelled.setdefault("/".join(parts[-length:]), shortest)
        if name in spelled:
            return f"there's no step `{name}`; did you mean `{spelled[name]}`?"
        near = nearest(name, spelled)
        hint = f"; did you mean `{spelled[near[0]]}`?" if near else ""
        return f"there is no step `{name}`{hint}"
