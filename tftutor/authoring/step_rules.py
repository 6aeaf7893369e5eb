"""The rules that a step must keep, one function each, found without running anything."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from fnmatch import fnmatchcase

from tftutor.checks.base import Check
from tftutor.course.answers import LETTERS, UnreadableAnswer, judge
from tftutor.course.model import AnyStep, Change, Exercise, Predict, Quiz
from tftutor.course.reading import plain_text
from tftutor.course.violations import Violation
from tftutor.yamlfile import NodePath

# imports, decorators, single names with what may surround them, `return` of mere names
_TRIVIAL = re.compile(r"(from|import) .*|@.*|[\w.]*[,:()\[\]{}]*|return\b[\w., ]*")
_COMMENT = re.compile(r"\s#.*$|^#.*$")
MOST_OPTIONS = 8


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


def hint_violations(step: AnyStep) -> Iterator[Violation]:
    """Hints, the last aside, that hold a line of the solution which the starter does not already show."""
    if not isinstance(step, Exercise):
        return
    lines = revealing_lines(step)
    for number, hint in enumerate(step.hints[:-1]):
        text = _squeezed(hint)
        for line in lines:
            if re.search(rf"(?<!\w){re.escape(_squeezed(line))}(?!\w)", text):
                sentence = f"this hint holds a line of the solution, `{line}`; only the last hint may"
                yield Violation(("hints", number), sentence)


def revealing_lines(step: Exercise) -> list[str]:
    """The lines of the solution that would give it away, without their comments."""
    shown = {_squeezed(_code(line)) for line in step.starter.splitlines()}
    lines = dict.fromkeys(_code(line) for line in step.solution.splitlines())
    return [line for line in lines if _squeezed(line) not in shown and not _TRIVIAL.fullmatch(line)]


def _code(line: str) -> str:
    return _COMMENT.sub("", line.strip()).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def answer_violations(step: AnyStep) -> Iterator[Violation]:
    """Options that read alike, too many of them, known answers that cannot be or are right after all."""
    if not isinstance(step, (Quiz, Predict)):
        return
    yield from _option_violations(step)
    answer = step.answer
    if answer is None:
        return
    if answer.order and len(answer.order) > MOST_OPTIONS:
        yield Violation(("answer", "order"), f"an order of {len(answer.order)} items; at most {MOST_OPTIONS}")
    if answer.order:
        return
    for number, wrong in enumerate(answer.wrong):
        try:
            right = judge(step, str(wrong.answer)).right
        except UnreadableAnswer as problem:
            yield Violation(("answer", "wrong", number), problem.sentence)
            continue
        if right:
            yield Violation(("answer", "wrong", number), f"`{wrong.answer}` counts as right")


def _option_violations(step: Quiz | Predict) -> Iterator[Violation]:
    if len(step.options) == 1 or len(step.options) > MOST_OPTIONS:
        yield Violation(("options",), f"{len(step.options)} options; a choice has 2 to {MOST_OPTIONS}")
    first: dict[str, int] = {}
    for number, option in enumerate(step.options):
        earlier = first.setdefault(plain_text(option.text), number)
        if earlier != number:
            sentence = f"options {LETTERS[earlier]} and {LETTERS[number]} read alike"
            yield Violation(("options", number), sentence)


def kept_file_violations(step: AnyStep) -> Iterator[Violation]:
    """Checks that look into a folder which is taken away as a whole, under its own name."""
    if not isinstance(step, Exercise):
        return
    checks = [
        (number, entry.kind, pattern)
        for number, entry in enumerate(step.checks)
        if isinstance(entry.params, Check)
        for pattern in entry.params.keep()
    ]
    for number, kind, wanted in checks:
        lost = f"the check `{kind}` does not find `{wanted}`"
        path = ("checks", number, kind)
        for folder in step.keeps:
            if _hides(folder, wanted):
                why = f"`keeps: [{folder}]` takes the whole folder away as one; keep `{wanted}` in its place"
                yield Violation(path, f"{lost}: {why}")
        for _, other, folder in checks:
            if _hides(folder, wanted):
                why = f"the check `{other}` takes all of `{folder}` away as one; have both look at the same"
                yield Violation(path, f"{lost}: {why}")


def _hides(folder: str, wanted: str) -> bool:
    """Whether what matches ``wanted`` may be below what matches ``folder`` (see `runtime.kept_files`)."""
    above, below = folder.strip("/").split("/"), wanted.strip("/").split("/")
    if "**" in above or len(above) >= len(below):
        return False
    return all(fnmatchcase(b, a) or fnmatchcase(a, b) for a, b in zip(above, below, strict=False))
