"""SCOPE: the words by which people name a part of the course on the command line."""

from __future__ import annotations

from tftutor.course.model import Course, StepRef
from tftutor.nearest import listed, nearest
from tftutor.problems import UsageProblem

ALL = "all"


def find(course: Course, scope: str) -> list[StepRef]:
    """The steps that ``scope`` names, in course order, at least one.

    `all`, `session3`, `session3/lesson`, `session3/lesson/step`, and the short forms `lesson`,
    `lesson/step`, `step` where only one thing has that name; with several, a session comes before a
    lesson and a lesson before a step. Raises UsageProblem, which suggests names.
    """
    word = scope.strip().strip("/").lower()
    if word == ALL:
        return list(course.steps.values())
    for depth in (1, 2, 3):
        named = [name for name in _names(course, depth) if name == word or name.endswith(f"/{word}")]
        if len(named) > 1:
            raise UsageProblem(f"`{scope}` could be {listed(named, 'or')}.", "Name the one you mean.")
        if named:
            return [ref for id, ref in course.steps.items() if f"{id}/".startswith(f"{named[0]}/")]
    raise _nothing(course, scope, word)


def find_step(course: Course, scope: str) -> StepRef:
    """The one step that ``scope`` names. Raises UsageProblem where it names none, or several."""
    found = find(course, scope)
    if len(found) > 1:
        example = found[0].id
        raise UsageProblem(f"`{scope}` holds {len(found)} steps.", f"Name one of them, such as `{example}`.")
    return found[0]


def _names(course: Course, depth: int) -> list[str]:
    """Full names of sessions (depth 1), lessons (2) or steps (3) that hold a step."""
    return list(dict.fromkeys("/".join(id.split("/")[:depth]) for id in course.steps))


def _nothing(course: Course, scope: str, word: str) -> UsageProblem:
    if not word:
        return UsageProblem("Nothing was named.", "Name a session, lesson or step; `tftutor list` shows all.")
    spelled: dict[str, str] = {}
    for depth in (1, 2, 3):
        for name in _names(course, depth):
            parts = name.split("/")
            for start in range(len(parts)):
                spelled.setdefault("/".join(parts[start:]), name)
    near = list(dict.fromkeys(spelled[name] for name in nearest(word, spelled, count=3)))
    next_step = f"Did you mean {listed(near, 'or')}?" if near else "`tftutor list` shows all."
    return UsageProblem(f"Nothing in the course is named `{scope}`.", next_step)
