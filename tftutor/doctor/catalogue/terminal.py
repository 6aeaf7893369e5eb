"""The terminal: its size, kind and characters."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

ENTRIES = (
    CatalogueEntry(
        "characters-not-utf8",
        "terminal",
        "warning",
        "This terminal is not set to UTF-8",
        "UnicodeEncodeError: 'ascii' codec can't encode character, or question marks where lines and "
        "pictures belong",
        "The language settings, or PYTHONIOENCODING, name another way to write characters.",
        (
            Remedy(
                ("unset PYTHONIOENCODING PYTHONUTF8", "export LANG=C.UTF-8 LC_ALL=C.UTF-8"), tested="fixed"
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "terminal-kind-unset",
        "terminal",
        "warning",
        "Nothing says what kind of terminal this is",
        "No colours, no live lines; some programs refuse to start.",
        "The variable TERM is empty or `dumb`.",
        (Remedy(("export TERM=xterm-256color",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "terminal-kind-unknown",
        "terminal",
        "warning",
        "This machine does not know your kind of terminal",
        "tput: unknown terminal, or: Error opening terminal",
        "Newer terminals bring a description of their own, which this machine lacks.",
        (
            Remedy(("export TERM=xterm-256color",), tested="fixed"),
            Remedy(("sudo apt install ncurses-term kitty-terminfo",), root=True),
        ),
        "own",
    ),
    CatalogueEntry(
        "terminal-small",
        "terminal",
        "info",
        "The window is smaller than 80 columns and 24 lines",
        "Lines wrap, and parts of a screen are cut off.",
        "The course is made for 80x24 and larger.",
        (Remedy((), where="laptop", note="Make the window larger, or its letters smaller (Ctrl+-)."),),
        "own",
    ),
)
