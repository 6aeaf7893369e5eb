"""The code that belongs to a step: its own, and what runs before it."""

from __future__ import annotations

from tftutor.course.model import AnyStep, CodeStep, Course, Exercise, StepRef
from tftutor.course.references import code_step, full_id
from tftutor.problems import CourseProblem

SETUP = "setup"


def code_of(step: AnyStep) -> str:
    """The code that the course has for a step: an exercise's solution, or what the learner sees.

    Empty for a step without code.
    """
    return step.solution if isinstance(step, Exercise) else getattr(step, "code", "")


def starter_of(step: AnyStep) -> str:
    """The code that a learner begins with; empty for a step without code."""
    return step.starter if isinstance(step, Exercise) else getattr(step, "code", "")


def prelude_of(course: Course, ref: StepRef) -> list[StepRef]:
    """The steps whose code runs before this one's: all it `uses`, and what those use, in course order.

    Raises CourseProblem where a name leads nowhere; a loaded course has no such name.
    """
    wanted: set[str] = set()
    open_ends = [ref]
    while open_ends:
        user = open_ends.pop()
        for name in _code(user).uses:
            used = _resolved(course, user, name)
            if used.id not in wanted and used.id != ref.id:
                wanted.add(used.id)
                open_ends.append(used)
    return [course.steps[id] for id in course.steps if id in wanted]


def sections(course: Course, ref: StepRef) -> list[tuple[str, str]]:
    """Names and code of what runs before the learner's code, in order.

    Each step of the prelude gives its own `setup`, then its code, under its full id; last comes the
    step's own `setup`. The names stand in tracebacks.
    """
    found: list[tuple[str, str]] = []
    for used in prelude_of(course, ref):
        step = _code(used)
        if step.setup:
            found.append((f"{used.id} ({SETUP})", step.setup))
        found.append((used.id, code_of(step)))
    if _code(ref).setup:
        found.append((SETUP, _code(ref).setup))
    return found


def data_of(course: Course, ref: StepRef) -> tuple[str, ...]:
    """The data sets that a step and its prelude may load, each once. None for a step without code."""
    if code_step(ref) is None:
        return ()
    names = [name for used in (*prelude_of(course, ref), ref) for name in _code(used).data]
    return tuple(dict.fromkeys(names))


def files_of(course: Course, ref: StepRef) -> dict[str, str]:
    """File in the run folder -> full id of the step whose attempt made it, for a step and its prelude."""
    if code_step(ref) is None:
        return {}
    return {
        file: _resolved(course, used, name).id
        for used in (*prelude_of(course, ref), ref)
        for file, name in _code(used).files.items()
    }


def _code(ref: StepRef) -> CodeStep:
    step = code_step(ref)
    if step is None:
        raise _broken(ref, f"the step `{ref.id}` has no code")
    return step


def _resolved(course: Course, user: StepRef, name: str) -> StepRef:
    found = course.steps.get(full_id(name, user))
    if found is None:
        raise _broken(user, f"the step `{user.id}` names `{name}`, which does not exist")
    return found


def _broken(ref: StepRef, sentence: str) -> CourseProblem:
    return CourseProblem(sentence, file=ref.place.file, line=ref.place.line)
