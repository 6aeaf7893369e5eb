"""What passes between the probes, the conclusion and those who show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "info"]
Where = Literal["here", "laptop", "host"]
Tested = Literal["fixed", "seen", "no"]
Mark = Literal["ok", "warning", "error", "skipped"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

# The areas, in the order in which they are shown and in which their causes are fixed.
AREAS: dict[str, str] = {
    "python": "Python",
    "tensorflow": "TensorFlow and Keras",
    "tensorboard": "TensorBoard",
    "gpu": "NVIDIA GPU",
    "machine": "Machine",
    "terminal": "Terminal",
    "sandbox": "Sandbox",
    "tftutor": "tftutor's own",
    "deep": "TensorFlow in use",
}


@dataclass(frozen=True)
class Remedy:
    """What fixes it. ``commands`` are templates: `{py}` is the examined Python, quoted for a shell.

    where   the machine on which they are run: this one, the learner's own, the container's host
    root    whether they need an administrator
    tested  "fixed": we built the failure and saw these commands fix it; "seen": we built the
            failure only; "no": taken from the source
    """

    commands: tuple[str, ...]
    where: Where = "here"
    root: bool = False
    tested: Tested = "no"
    note: str = ""


@dataclass(frozen=True)
class CatalogueEntry:
    """What is known of one finding.

    symptom   what a learner sees of it
    cause     why, in plain words
    explains  ids of findings that follow from this one and need no remedy of their own
    source    where this was learnt
    story     more, for `env-doctor explain`
    """

    id: str
    area: str
    severity: Severity
    title: str
    symptom: str
    cause: str
    remedies: tuple[Remedy, ...]
    source: str
    explains: tuple[str, ...] = ()
    story: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that was found: its entry, and what was seen here.

    evidence   the file, version or value that shows it
    remedies   the entry's, with everything filled in
    explained  findings that follow from this one
    """

    entry: CatalogueEntry
    severity: Severity
    evidence: str
    remedies: tuple[Remedy, ...]
    explained: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True)
class Detection:
    """What a probe found, before the catalogue is asked. ``values`` fill the remedies' templates."""

    id: str
    evidence: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True)
class ProbeReport:
    """All that one probe has to say: a few words for the area's line, details for `-v`, detections."""

    summary: str = ""
    details: tuple[str, ...] = ()
    detections: tuple[Detection, ...] = ()
    skipped: bool = False


@dataclass(frozen=True)
class Timing:
    """How long a probe took, in seconds, and how it ended."""

    probe: str
    area: str
    seconds: float
    ending: Literal["done", "crashed", "timeout"]
    why: str = ""


@dataclass(frozen=True)
class AreaReport:
    """One area: its line, and what was found in it."""

    id: str
    title: str
    mark: Mark
    summary: str
    details: tuple[str, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...] = ()  # probes that said nothing, and why


@dataclass(frozen=True)
class Options:
    """What to look at.

    python   the interpreter that should have TensorFlow; None: the settings', else the tutor's own
    areas    ids of areas; empty: all but "deep"
    deep     also start TensorFlow, in processes of its own
    sysroot  a file tree examined in place of the running machine
    tty      whether what we print is read on a terminal
    limit    longest time for one probe, in seconds; None: each probe's own
    ignore   ids of findings that are left out, with all that they explain
    """

    python: str | None = None
    areas: tuple[str, ...] = ()
    deep: bool = False
    sysroot: Path | None = None
    tty: bool = False
    limit: float | None = None
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What the doctor concluded.

    roots    the causes to fix, the first one first
    ignored  ids that were found and left out, as wished
    """

    python: str
    areas: tuple[AreaReport, ...]
    roots: tuple[Finding, ...]
    next_step: str
    timings: tuple[Timing, ...]
    seconds: float
    ignored: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 if an error was found, else 0."""
        return 1 if any(finding.severity == "error" for finding in self.roots) else 0
