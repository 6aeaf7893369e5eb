"""From what the probes saw to findings with remedies: one root for each chain, the first to fix first."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tftutor.doctor.catalogue import CATALOGUE
from tftutor.doctor.engine import ProbeResult
from tftutor.doctor.model import SEVERITIES, Detection, Finding, Remedy

NO_PIP = "pip-missing"
_ALL_WELL = "Everything the course needs is here. Next: tftutor next"
_PART_WELL = "Nothing is wrong in what was looked at. To look at everything: tftutor env-doctor"
_ORDER = {name: position for position, name in enumerate(CATALOGUE)}


def conclude(seen: Sequence[Detection], python: str) -> list[Finding]:
    """The roots, errors first, then in the order in which they are fixed; the rest is folded under them."""
    no_pip = any(one.id == NO_PIP for one in seen)
    findings = [_finding(one, python, no_pip=no_pip) for one in seen]
    findings.sort(key=lambda f: (SEVERITIES.index(f.severity), _ORDER[f.id]))
    roots = [one for one in findings if not _root_of(one, findings)]
    return [_with_explained(root, roots, findings) for root in roots]


def without(roots: Sequence[Finding], ignore: Sequence[str]) -> tuple[list[Finding], list[str]]:
    """The roots less those with these ids and what they explain, and the ids that were left out."""
    everything = [*roots, *(one for root in roots for one in root.explained)]
    kept = [
        replace(root, explained=tuple(one for one in root.explained if one.id not in ignore))
        for root in roots
        if root.id not in ignore
    ]
    return kept, [id for id in dict.fromkeys(one.id for one in everything) if id in ignore]


def _root_of(finding: Finding, findings: Sequence[Finding]) -> Finding | None:
    """What explains it. Of findings that explain each other, the one to fix first is the root."""
    for other in findings:
        if finding.id in other.entry.explains and other is not finding:
            mutual = other.id in finding.entry.explains
            if not mutual or _ORDER[other.id] < _ORDER[finding.id]:
                return other
    return None


def _with_explained(root: Finding, roots: Sequence[Finding], findings: Sequence[Finding]) -> Finding:
    explained = []
    for finding in findings:
        at: Finding | None = finding
        steps = 0
        while at is not None and at not in roots and steps < len(findings):
            at = _root_of(at, findings)
            steps += 1
        if at is root and finding is not root:
            explained.append(finding)
    return replace(root, explained=tuple(explained))


def _finding(seen: Detection, python: str, *, no_pip: bool) -> Finding:
    entry = CATALOGUE[seen.id]
    values = {"py": shlex.quote(python), **seen.values}
    remedies = tuple(fill(remedy, values) for remedy in entry.remedies)
    if no_pip and seen.id != NO_PIP:
        remedies = tuple(_with_pip_first(remedy, values["py"]) for remedy in remedies)
    return Finding(entry, seen.severity or entry.severity, seen.evidence, remedies)


def fill(remedy: Remedy, values: Mapping[str, str]) -> Remedy:
    """The remedy with its templates filled in. A value that is not known stays as its name in capitals."""
    known = _NamesInCapitals(values)
    return replace(
        remedy,
        commands=tuple(command.format_map(known) for command in remedy.commands),
        note=remedy.note.format_map(known),
    )


def _with_pip_first(remedy: Remedy, python: str) -> Remedy:
    first = f"{python} -m ensurepip --upgrade"
    if not any(f"{python} -m pip" in command for command in remedy.commands):
        return remedy
    return replace(remedy, commands=(first, *remedy.commands))


class _NamesInCapitals(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key.upper()


def next_step(
    roots: Sequence[Finding],
    results: Sequence[ProbeResult],
    *,
    partly: bool = False,
    ignored: Sequence[str] = (),
) -> str:
    """The last line: what to do now. ``partly``: only some areas were looked at."""
    grave = [root for root in roots if root.severity == "error"] or [
        root for root in roots if root.severity == "warning"
    ]
    if not grave:
        silent = [result.probe.name for result in results if result.report is None]
        if silent:
            return f"Nothing wrong was found, but not everything could be looked at: {', '.join(silent)}."
        if ignored:
            return f"Nothing is wrong but what you chose to ignore: {', '.join(ignored)}."
        return _PART_WELL if partly else _ALL_WELL
    first = grave[0]
    more = f" ({len(grave)} things to fix; this is the first)" if len(grave) > 1 else ""
    remedy = first.remedies[0] if first.remedies else None
    if remedy is None or not remedy.commands:
        title = f"{first.entry.title[:1].lower()}{first.entry.title[1:]}"
        return f"Next{more}: {title}. {remedy.note if remedy else ''}".rstrip()
    place = {"here": "", "laptop": " on your own computer", "host": " on the host of this container"}
    lines = len(remedy.commands)
    then = ", then `tftutor env-doctor` again" if lines == 1 else f", the first of {lines} commands above"
    return f"Next{place[remedy.where]}{more}{then}: {remedy.commands[0]}"
