"""The doctor's report as lines of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from tftutor.doctor import AREAS, AreaReport, Finding, Remedy, Report
from tftutor.tui.screens.home_rows import fit, fold
from tftutor.tui.widgets.row_list import ListRow, row

_MARKS = {"ok": ("✓", "done"), "warning": ("!", "warning"), "error": ("✗", "error"), "skipped": ("·", "dim")}
_WORDS = {"ok": "all well", "warning": "look below", "error": "look below", "skipped": "not looked at"}
_PLACES = {"here": "", "laptop": " on your own computer", "host": " on the host of this container"}
_TITLE = max(len(title) for title in AREAS.values()) + 2


def doctor_rows(report: Report, width: int, told: Set[str]) -> list[ListRow]:
    """``told``: ids of findings whose whole story is shown."""
    rows = [row((f"   {line}", "strong")) for line in fold(_first(report), width - 3)]
    rows.append(row())
    for area in report.areas:
        rows += _area(area, width, told)
    rows += [row(), row((f"   looked with {report.python}, {report.seconds:.1f} s", "dim"))]
    return rows


def _first(report: Report) -> str:
    grave = [one for one in report.roots if one.severity != "info"]
    if not grave:
        return "Everything the course needs is here."
    count = "One thing" if len(grave) == 1 else f"{len(grave)} things"
    stops = any(one.severity == "error" for one in grave)
    return (
        f"{count} to mend{'' if stops else '; nothing of it stops you'}. The first: {grave[0].entry.title}."
    )


def _area(area: AreaReport, width: int, told: Set[str]) -> Iterator[ListRow]:
    mark, role = _MARKS[area.mark]
    summary = area.summary or _WORDS[area.mark]
    yield row(
        "   ", (mark, role), f" {area.title:<{_TITLE}}", (fit(summary, width - _TITLE - 5).rstrip(), "dim")
    )
    for why in area.unknown:
        yield from _folded(f"could not look: {why}", width, "dim")
    for finding in area.findings:
        if finding.severity != "info":
            yield from _finding(finding, width, told)


def _finding(finding: Finding, width: int, told: Set[str]) -> Iterator[ListRow]:
    first, *rest = fold(finding.entry.title, width - 9)
    yield row(f"       {first}", key=finding.id)
    yield from (row(f"       {line}") for line in rest)
    yield from _folded(f"seen: {finding.evidence}", width, "dim")
    if finding.id in told:
        yield from _folded(f"What one sees: {finding.entry.symptom}", width)
    yield from _folded(finding.entry.cause, width)
    if finding.id in told and finding.entry.story:
        yield from _folded(" ".join(finding.entry.story.split()), width)
    for number, remedy in enumerate(finding.remedies):
        yield from _remedy(remedy, width, other=number > 0)
    if finding.explained:
        names = ", ".join(dict.fromkeys(one.id for one in finding.explained))
        yield from _folded(f"This explains: {names}", width, "dim")
    if finding.id not in told:
        yield from _folded("Enter tells more.", width, "dim")
    yield row()


def _remedy(remedy: Remedy, width: int, *, other: bool) -> Iterator[ListRow]:
    if remedy.commands:
        who = ", as an administrator" if remedy.root else ""
        yield row(f"         {'Or' if other else 'Do'}{_PLACES[remedy.where]}{who}:")
    for command in remedy.commands:
        yield from (row((f"           {line}", "mark")) for line in _command(command, width - 12))
    if remedy.note:
        yield from _folded(remedy.note, width)


def _command(command: str, width: int) -> Sequence[str]:
    """A command in pieces that a shell takes as one line: each but the last ends in a backslash."""
    lines = fold(command, width - 2)
    if any(quote in command for quote in "'\"\\"):  # where a backslash would be taken as it stands
        return lines
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def _folded(text: str, width: int, role: str = "") -> Iterator[ListRow]:
    for line in fold(text, width - 11):
        yield row((f"         {line}", role))
