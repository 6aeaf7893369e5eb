"""Writes docs/doctor.md from the catalogue: `python -m tftutor.doctor.page docs/doctor.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from tftutor.doctor.catalogue import CATALOGUE
from tftutor.doctor.conclusion import fill
from tftutor.doctor.model import AREAS, CatalogueEntry, Remedy

_HEAD = """\
# What `tftutor env-doctor` finds

Made from the catalogue with `python -m tftutor.doctor.page docs/doctor.md`; edit the catalogue
(`tftutor/doctor/catalogue/`), not this page.

The doctor looks at files and asks the Python that has TensorFlow where it looks for modules; it does not
import TensorFlow unless `--deep` is given, uses no network and writes nothing. `--fix` carries out, after
asking, those commands that stay inside a virtual environment or among your own files. What follows from
something else is folded under its cause. Words in capitals stand for what it fills in: `PY` is the Python
that was examined.

Where a run finds that TensorFlow does not start, it asks the doctor by itself and shows the first cause.

An *error* stops the course, a *warning* takes something away from it, an *info* is only shown with `-v`. A
machine without a GPU is in order.
"""
_PLACES = {"here": "on this machine", "laptop": "on your own computer", "host": "on the container's host"}
_TESTED = {
    "fixed": "failure built and fixed by us",
    "seen": "failure built by us, remedy from the source",
    "no": "not tried by us",
}


def page() -> str:
    """The whole page, as Markdown."""
    parts = [_HEAD]
    for area, title in AREAS.items():
        mine = [entry for entry in CATALOGUE.values() if entry.area == area]
        if mine:
            parts.append(f"## {title}\n")
            parts += [_entry(entry) for entry in mine]
    return "\n".join(parts)


def _entry(entry: CatalogueEntry) -> str:
    lines = [f"### {entry.id}", "", f"**{entry.title}** ({entry.severity})", ""]
    lines += [f"- One sees: {_quoted(entry.symptom)}", f"- Cause: {entry.cause}"]
    for remedy in entry.remedies:
        lines += _remedy(remedy)
    if entry.explains:
        lines.append(f"- May be behind: {', '.join(f'`{id}`' for id in entry.explains)}")
    lines.append(f"- Source: {'our own observation' if entry.source == 'own' else entry.source}")
    if entry.story:
        lines += ["", " ".join(entry.story.split())]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """Angle brackets and stars would be taken for Markdown's."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("__", "\\_\\_")


def _remedy(remedy: Remedy) -> list[str]:
    shown = fill(remedy, {})
    who = ", as an administrator" if remedy.root else ""
    lines = [f"- Remedy, {_PLACES[remedy.where]}{who} ({_TESTED[remedy.tested]}):"]
    if shown.commands:
        lines += ["", "  ```sh", *(f"  {command}" for command in shown.commands), "  ```", ""]
    if shown.note:
        lines.append(f"  {shown.note}")
    return lines


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tftutor.doctor.page FILE")
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
