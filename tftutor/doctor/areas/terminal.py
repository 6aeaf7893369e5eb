"""What the terminal can show: characters, colours, size; tmux and SSH in between."""

from __future__ import annotations

import codecs
import locale
import os
import sys

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.tunnel import tunnel

_NARROWEST, _LOWEST = 80, 24
_TERMINFO = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")


def look(context: Context) -> ProbeReport:
    """Characters always; size and kind only where the output is a terminal."""
    system = context.system
    if not system.is_live:
        return ProbeReport("not looked at in another file tree", skipped=True)
    seen = [*_characters(context)]
    if not context.options.tty:
        return ProbeReport("not a terminal", _details(context), tuple(seen))
    columns, lines = _size()
    kind = system.variable("TERM")
    if columns and (columns < _NARROWEST or lines < _LOWEST):
        seen.append(Detection("terminal-small", f"{columns} columns, {lines} lines"))
    if kind in ("", "dumb", "unknown"):
        seen.append(Detection("terminal-kind-unset", f"TERM is {kind!r}"))
    elif not _is_known(context, kind):
        seen.append(Detection("terminal-kind-unknown", f"TERM={kind[:40]}, and no terminfo describes it"))
    summary = f"{columns}x{lines}, {_colours(context)}" + (", tmux" if system.variable("TMUX") else "")
    return ProbeReport(summary, _details(context), tuple(seen))


def _characters(context: Context) -> list[Detection]:
    """UTF-8 in the locale and in what Python makes of it."""
    system = context.system
    told = system.variable("PYTHONIOENCODING").partition(":")[0]
    if told:
        try:
            if codecs.lookup(told).name == "utf-8":
                return []
        except LookupError:
            return [Detection("characters-not-utf8", f"PYTHONIOENCODING={told}, which Python does not know")]
        return [Detection("characters-not-utf8", f"PYTHONIOENCODING={told}")]
    encoding = getattr(sys.stdout, "encoding", "") or locale.getpreferredencoding(False)
    if codecs.lookup(encoding).name == "utf-8":
        return []
    names = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8")
    named = ", ".join(f"{name}={system.variable(name)}" for name in names if system.variable(name))
    return [Detection("characters-not-utf8", f"output is {encoding} ({named or 'no LANG is set'})")]


def _size() -> tuple[int, int]:
    for stream in (1, 2, 0):
        try:
            size = os.get_terminal_size(stream)
        except OSError:
            continue
        return size.columns, size.lines
    return 0, 0


def _is_known(context: Context, kind: str) -> bool:
    system = context.system
    own = [f"{system.home}/.terminfo"] if system.home else []
    folders = [system.variable("TERMINFO"), *own, *system.variable("TERMINFO_DIRS").split(":"), *_TERMINFO]
    present = [folder for folder in folders if folder and system.exists(folder)]
    hits = (f"{folder}/{part}/{kind}" for folder in present for part in (kind[0], f"{ord(kind[0]):x}"))
    return not present or any(system.exists(hit) for hit in hits)


def _colours(context: Context) -> str:
    system = context.system
    if system.variable("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    if system.variable("COLORTERM") in ("truecolor", "24bit"):
        return "all colours"
    return "256 colours" if "256" in system.variable("TERM") else "few colours"


def _details(context: Context) -> tuple[str, ...]:
    """For learners at another computer: the line that brings TensorBoard's page there."""
    line = tunnel(context.system.environ, (6006,))
    if not line:
        return ()
    return (
        "you are here by SSH; to see TensorBoard in your own browser, run on your own computer:",
        f"  {line}",
    )


PROBES = (DiagnosticProbe("terminal", "terminal", look),)
