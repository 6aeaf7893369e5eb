"""The lines of the home screen, from the course at a glance and what progress says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tftutor.application.overview import (
    LessonSummary,
    Overview,
    OverviewProgress,
    SessionSummary,
    Standing,
    StepSummary,
    optional_words,
)
from tftutor.tui.widgets.row_list import ListRow, Part, row

GLYPHS: dict[Standing, str] = {"done": "✓", "tried": "◐", "opened": "◐", "new": "○"}
CONTINUE = "continue:"
STEP, LESSON, SESSION, WORD, PAGE = "step:", "lesson:", "session:", "word:", "page:"
_PARTS = {"topic": "Topics", "lab": "Lab"}
_WIDEST = 110


@dataclass(frozen=True)
class Notice:
    """Something to tell below the course; with ``step`` it can be opened."""

    text: str
    step: str = ""


def home_rows(
    marks: OverviewProgress,
    width: int,
    unfolded: Set[str],
    notices: Sequence[Notice] = (),
    *,
    gpu: bool = True,
) -> list[ListRow]:
    """All lines. ``unfolded``: keys of the sessions and lessons whose insides are shown."""
    rows = [_continue(marks, width), *_told(notices, width), row()]
    part = "session"
    for number, session in enumerate(marks.overview.sessions, 1):
        if session.part != part:
            part = session.part
            rows += [row(), row(f"   {_PARTS.get(part, part.title())}")]
        label = str(number) if part == "session" else "·"
        rows += _session(marks, session, label, min(width, _WIDEST), unfolded, gpu=gpu)
    if marks.overview.pages:
        rows += [row(), row("   Pages")]
        rows += [
            row(f"   ·  {fit(title, width - 8).rstrip()}", key=f"{PAGE}{id}")
            for id, title in marks.overview.pages
        ]
    return rows


def found_rows(overview: Overview, keys: Sequence[str], width: int) -> list[ListRow]:
    """What a search found: sessions, lessons, steps, words."""
    if not keys:
        return [row(("   Nothing has this name. Fewer letters find more.", "dim"))]
    rows = []
    for key in keys:
        name, where = found_name(overview, key)
        rows.append(row(f"   {fit(name, 32)}  ", (fit(where, width - 38).rstrip(), "dim"), key=key))
    return rows


def searchable(overview: Overview) -> Iterator[tuple[str, str]]:
    """(key, text) of everything that can be found: sessions, lessons, steps, pages, words. See `search`."""
    yield from ((f"{SESSION}{one.id}", f"{one.title}\n{one.id}") for one in overview.sessions)
    for session, lesson in overview.lessons.values():
        yield f"{LESSON}{lesson.id}", f"{lesson.title}\n{lesson.summary} {lesson.id}"
        for step in lesson.steps:
            yield f"{STEP}{step.id}", f"{step.title}\n{step.kind} {lesson.title} {session.title} {step.id}"
    yield from ((f"{PAGE}{id}", f"{title}\npage") for id, title in overview.pages)
    for word, says in overview.words:
        yield f"{WORD}{word}", f"{word}\n{says}"


def time_words(minutes: float, *, begun: bool) -> str:
    """`about 20 min left`, `about 2 h`."""
    if minutes <= 0:
        return ""
    if minutes < 10:
        said = f"{max(1, round(minutes))} min"
    elif minutes < 95:
        said = f"{5 * round(minutes / 5)} min"
    else:
        halves = round(minutes / 30)
        said = f"{halves // 2}{'½' if halves % 2 else ''} h"
    return f"about {said}{' left' if begun else ''}"


def fit(text: str, width: int) -> str:
    """The text in exactly ``width`` columns, cut with "…" where it is longer."""
    if cell_len(text) > width:
        text = f"{set_cell_size(text, max(0, width - 1)).rstrip()}…"
    return set_cell_size(text, max(0, width))


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` characters."""
    import textwrap

    return textwrap.wrap(text, max(20, width), break_on_hyphens=False) or [""]


def _told(notices: Sequence[Notice], width: int) -> Iterator[ListRow]:
    for notice in notices:
        yield row()
        key = f"{CONTINUE}{notice.step}" if notice.step else ""
        for number, line in enumerate(fold(notice.text, width - 4)):
            yield row(f"   {line}", key="" if number else key)


def _continue(marks: OverviewProgress, width: int) -> ListRow:
    step = marks.current()
    if step is None:
        return row(("   Every step is done. Any of them can be opened again.", "mark"))
    session, lesson, number = marks.overview.place_of(step.id)
    begun = bool(marks.opened)
    name = session.title
    if session.part == "session":
        sessions = [one.id for one in marks.overview.sessions if one.part == "session"]
        name = f"Session {sessions.index(session.id) + 1}"
    text = f"{name}, {lesson.title}, step {number} of {len(lesson.steps)}, {step.title}"
    return row(
        ("   Continue: " if begun else "   Begin: ", "mark"),
        fit(text, width - 14),
        key=f"{CONTINUE}{step.id}",
    )


def _session(
    marks: OverviewProgress, session: SessionSummary, label: str, width: int, unfolded: Set[str], *, gpu: bool
) -> Iterator[ListRow]:
    steps = session.steps
    done, key = marks.done(steps), f"{SESSION}{session.id}"
    bar = 10 if width < 100 else 20
    title = fit(session.title, width - bar - 38)
    yield row(
        f"   {label}  {title}", *_bar(done, marks.total(steps), bar), f"  {_count(marks, steps)}",
        (fit(_left(marks, steps, gpu=gpu), 20).rstrip(), "dim"), key=key,
    )  # fmt: skip
    if key in unfolded:
        for lesson in session.lessons:
            yield from _lesson(marks, lesson, width, unfolded)


def _lesson(
    marks: OverviewProgress, lesson: LessonSummary, width: int, unfolded: Set[str]
) -> Iterator[ListRow]:
    done, key = marks.done(lesson.steps), f"{LESSON}{lesson.id}"
    left = time_words(marks.minutes_left(lesson.steps), begun=done > 0)
    arrow = "▾" if key in unfolded else "▸"
    yield row(
        f"      {arrow} ",
        fit(lesson.title, width - 40),
        f"  {_count(marks, lesson.steps)}",
        (left, "dim"),
        key=key,
    )
    if key in unfolded:
        for step in lesson.steps:
            standing = marks.of(step)
            role = "done" if standing == "done" else ""
            yield row(
                "          ", (GLYPHS[standing], role), f" {fit(step.title, width - 32)}",
                (_kind(step), "dim"), key=f"{STEP}{step.id}",
            )  # fmt: skip


def found_name(overview: Overview, key: str) -> tuple[str, str]:
    """The name of something that was found, and where it stands."""
    kind, _, id = key.partition(":")
    if f"{kind}:" == WORD:
        return id, dict(overview.words)[id]
    if f"{kind}:" == PAGE:
        return dict(overview.pages)[id], "page"
    if f"{kind}:" == SESSION:
        session = next(one for one in overview.sessions if one.id == id)
        return session.title, session.part
    if f"{kind}:" == LESSON:
        session, lesson = overview.lessons[id]
        return lesson.title, f"lesson of {session.title}"
    _, lesson, number = overview.place_of(id)
    return overview.steps[id].title, f"{lesson.title}, step {number}"


def _kind(step: StepSummary) -> str:
    """What it is, in the 21 columns beside its title."""
    if step.optional:
        return optional_words(step.minutes)
    return f"{step.kind}, needs a GPU" if step.gpu else step.kind


def _bar(done: int, total: int, width: int) -> tuple[Part, Part]:
    filled = width * done // max(1, total) or (1 if done else 0)
    return ("█" * filled, "done"), ("░" * (width - filled), "dim")


def _count(marks: OverviewProgress, steps: Sequence[StepSummary]) -> str:
    done, total = marks.done(steps), marks.total(steps)
    return f"{'done' if done == total else f'{done:>2} of {total}':<10}"


def _left(marks: OverviewProgress, steps: Sequence[StepSummary], *, gpu: bool) -> str:
    wanting = sum(step.gpu and marks.of(step) != "done" for step in steps)
    if wanting and not gpu:
        return "1 step needs a GPU" if wanting == 1 else f"{wanting} steps need a GPU"
    return time_words(marks.minutes_left(steps), begun=marks.done(steps) > 0)
