"""`tftutor` alone, where there is no terminal to draw on: where you are, and the one thing to do next."""

from __future__ import annotations

from tftutor import __version__
from tftutor.application.desk import open_desk
from tftutor.application.standing import Standings, steps_of
from tftutor.cli.display import Display, output
from tftutor.cli.next import tell_next

BAR = 10


def run() -> int:
    """Shows it. Always 0."""
    display = output()
    with open_desk() as desk:
        standings = desk.standings()
        display.line((f"tftutor {__version__}", "bold"), f"   {desk.course.title}")
        display.line()
        for session in desk.course.sessions:
            _session(display, standings, session.id, session.title)
        display.line()
        tell_next(display, standings)
    display.line()
    display.wrapped(
        "In a terminal, `tftutor` opens the full-screen tutor, and `tftutor --plain` a conversation in "
        "lines. `tftutor list` shows the course, `tftutor --help` the commands."
    )
    return 0


def _session(display: Display, standings: Standings, id: str, title: str) -> None:
    refs = steps_of(standings.course, id)
    done, total = standings.done(refs), standings.total(refs)
    filled = BAR * done // max(1, total)
    count = "done" if done == total else f"{done:>3} of {total}"
    name = id if len(id) <= 18 else f"{id[:17]}…"
    short = title if len(title) <= 34 else f"{title[:33]}…"
    display.line(f"  {name:<18} {short:<34} ", ("█" * filled, "green"), "░" * (BAR - filled), f"  {count}")
