"""The report in words: one line an area, details where something is wrong, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tftutor.doctor.model import AREAS, AreaReport, CatalogueEntry, Finding, Remedy, Report

_MARKS = {
    "ok": ("✓", "green"),
    "warning": ("!", "yellow"),
    "error": ("✗", "red"),
    "skipped": ("·", "dim"),
}
_PLACES = {"here": "", "laptop": "on your own computer", "host": "on the host of this container"}
_TESTED = {
    "fixed": "we built this failure and saw this fix it",
    "seen": "we built this failure; the remedy is from the source",
    "no": "from the source; not tried by us",
}
_WIDTH = max(len(title) for title in AREAS.values()) + 2


class Screen(Protocol):
    """Where the words go."""

    def line(self, *parts: str | tuple[str, str]) -> None:
        """One line as it is: commands are copied from it."""

    def wrapped(self, text: str, *, indent: str = "", first: str | None = None) -> None:
        """Prose, wrapped."""


def write_report(report: Report, screen: Screen, *, verbose: bool = False) -> None:
    """All of it."""
    for area in report.areas:
        _write_area(area, screen, verbose=verbose)
    screen.line()
    if verbose:
        slowest = max(report.timings, key=lambda timing: timing.seconds, default=None)
        if slowest:
            screen.wrapped(
                f"{report.seconds:.2f} s; the longest look: {slowest.probe}, {slowest.seconds:.2f} s"
            )
    screen.line((report.next_step, "bold"))


def _write_area(area: AreaReport, screen: Screen, *, verbose: bool) -> None:
    mark, style = _MARKS[area.mark]
    screen.line((mark, style), f" {area.title:<{_WIDTH}}{area.summary or _in_short(area)}".rstrip())
    for why in area.unknown:
        screen.wrapped(f"could not look: {why}", indent="    ")
    if verbose:
        for detail in area.details:
            screen.wrapped(detail, indent="      ", first="    ")
    for finding in area.findings:
        if finding.severity != "info" or verbose:
            write_finding(finding, screen)


def _in_short(area: AreaReport) -> str:
    return {"ok": "all well", "skipped": "not looked at"}.get(area.mark, "")


def write_finding(finding: Finding, screen: Screen) -> None:
    """The cause, what shows it, the command."""
    screen.line()
    screen.wrapped(f"{finding.entry.title}  [{finding.id}]", indent="    ")
    screen.wrapped(f"seen: {finding.evidence}", indent="      ", first="    ")
    screen.wrapped(finding.entry.cause, indent="    ")
    for number, remedy in enumerate(finding.remedies):
        _write_remedy(remedy, screen, other=number > 0)
    if finding.explained:
        follow = ", ".join(dict.fromkeys(one.id for one in finding.explained))
        screen.wrapped(f"This explains: {follow}", indent="    ")
    screen.line()


def _write_remedy(remedy: Remedy, screen: Screen, *, other: bool) -> None:
    where = _PLACES[remedy.where]
    who = "as an administrator" if remedy.root else ""
    place = ", ".join(filter(None, (where, who)))
    if remedy.commands:
        screen.line(f"    {'Or' if other else 'Do'}{f' {place}' if place else ''}:")
    for command in remedy.commands:
        screen.line((f"      {command}", "bold"))
    if remedy.note:
        screen.wrapped(remedy.note, indent="    ")


def write_entries(entries: Sequence[CatalogueEntry], screen: Screen) -> None:
    """`--list`: everything that can be found, by area."""
    longest = max(len(entry.id) for entry in entries)
    for area, title in AREAS.items():
        mine = [entry for entry in entries if entry.area == area]
        if mine:
            screen.line((title, "bold"), f"  (--area {area})")
        for entry in mine:
            screen.line(f"  {entry.id:<{longest + 2}}{entry.severity:<9}{entry.title}")


def write_entry(entry: CatalogueEntry, screen: Screen) -> None:
    """`explain ID`: the whole story of a finding, wherever it was found."""
    screen.line((entry.title, "bold"), f"  [{entry.id}, {entry.severity}]")
    screen.line()
    screen.wrapped(f"What one sees: {entry.symptom}", indent="  ", first="")
    screen.line()
    screen.wrapped(f"Why: {entry.cause}", indent="  ", first="")
    if entry.story:
        screen.line()
        screen.wrapped(" ".join(entry.story.split()))
    for remedy in entry.remedies:
        screen.line()
        _write_remedy(remedy, screen, other=remedy is not entry.remedies[0])
        screen.wrapped(f"({_TESTED[remedy.tested]})", indent="    ")
    screen.line()
    if entry.source != "own":
        screen.wrapped(f"Source: {entry.source}")
    if entry.explains:
        screen.wrapped(f"May be behind: {', '.join(entry.explains)}", indent="  ", first="")
