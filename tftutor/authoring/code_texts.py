"""Whether the programs of a step can be read as Python and differ where they must."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from tftutor.course.model import AnyStep, Change, Exercise, Predict
from tftutor.course.violations import Violation
from tftutor.yamlfile import NodePath


def code_violations(step: AnyStep) -> Iterator[Violation]:
    """Programs that do not parse, changes that do not apply, programs that are the same twice."""
    for key in ("setup", "code", "starter", "solution"):
        yield from _syntax((key,), getattr(step, key, ""))
    if isinstance(step, Predict) and step.proof:
        yield from _syntax(("proof",), step.proof.strip(), mode="eval")
    if isinstance(step, Exercise):
        yield from _exercise_violations(step)


def _exercise_violations(step: Exercise) -> Iterator[Violation]:
    seen: dict[str, str] = {_shape(step.solution): "the solution"}
    if _shape(step.starter) in seen:
        yield Violation(("starter",), "the starter is the same program as the solution")
    programs: list[tuple[NodePath, str, Change]] = [
        *(
            (("also", number), f"item {number + 1} of `also`", entry)
            for number, entry in enumerate(step.also)
        ),
        *((("mistakes", number), f"the mistake `{m.name}`", m) for number, m in enumerate(step.mistakes)),
    ]
    for path, name, entry in programs:
        try:
            program = entry.applied_to(step.solution)
        except ValueError as error:
            yield Violation((*path, "change"), str(error))
            continue
        yield from _syntax((*path, "code" if entry.code else "change"), program, name=name)
        shape = _shape(program)
        if shape in seen:
            yield Violation(path, f"{name} is the same program as {seen[shape]}")
        seen.setdefault(shape, name)
    yield from _names_twice(step)


def _names_twice(step: Exercise) -> Iterator[Violation]:
    names = [mistake.name for mistake in step.mistakes]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Violation(("mistakes", number, "name"), f"two mistakes have the name `{name}`")


def _syntax(path: NodePath, code: str, mode: str = "exec", name: str = "") -> Iterator[Violation]:
    """A violation where ``code`` is no Python, or Python that warns about its own wording."""
    name = name or f"`{path[-1]}`"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(code, "<code>", mode, dont_inherit=True)
        except SyntaxError as error:
            line = f" in line {error.lineno}" if error.lineno and mode == "exec" else ""
            yield Violation(path, f"{name} is not Python{line}: {error.msg}")
        except (Warning, ValueError, RecursionError, MemoryError) as error:
            yield Violation(path, f"{name} cannot be taken as Python: {error}")


def _shape(code: str) -> str:
    """Two programs of one shape differ only in comments and spacing."""
    try:
        return ast.dump(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
