"""`env-doctor --fix`: shows what it would do, asks, does it, and looks again."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from tftutor.cli.display import Display
from tftutor.doctor import Options, Report, diagnose
from tftutor.doctor.diagnosis import machine_of
from tftutor.doctor.fixing import LeftToUser, Plan, carry_out, plans
from tftutor.doctor.model import Finding
from tftutor.problems import UsageProblem


def mend(report: Report, options: Options, display: Display, *, agreed: bool) -> Report:
    """What is true afterwards; ``report`` itself when nothing was done. ``agreed``: --yes was given."""
    system = machine_of(options)
    made, left = plans(report, system)
    _tell_left(left, display)
    if not made:
        display.line("There is nothing here that --fix mends.")
        return report
    _tell_plans(made, display)
    if not agreed and not _asked(made):
        display.line("Nothing was changed.")
        return report
    for plan in made:
        _carry_out(plan, options, display)
    display.line()
    return diagnose(options)


def refuse_as_administrator() -> None:
    """Under sudo, what pip writes would belong to root, in an environment that is the reader's."""
    if os.geteuid() == 0 and os.environ.get("SUDO_USER", "root") != "root":
        raise UsageProblem(
            "--fix does nothing as an administrator.",
            "Run it as yourself, without sudo: tftutor env-doctor --fix",
        )


def _tell_left(left: list[LeftToUser], display: Display) -> None:
    for one in left:
        display.wrapped(
            f"Left to you: {one.finding.entry.title} [{one.finding.id}]; {one.why}.", indent="  ", first=""
        )


def _tell_plans(made: list[Plan], display: Display) -> None:
    display.line("To be done:")
    for plan in made:
        display.wrapped(f"{plan.finding.entry.title} [{plan.finding.id}]", indent="    ", first="  ")
        for command in plan.commands:
            display.line((f"      {command}", "bold"))
        remedy = plan.finding.remedies[0]
        if remedy.note:
            display.wrapped(remedy.note, indent="    ")


def _asked(made: list[Plan]) -> bool:
    """Whether the reader agrees. Without a terminal nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem(
            "Nobody can be asked here, so nothing was done.", "Say so with --fix --yes, if that is meant."
        )
    count = "this" if len(made) == 1 else f"these {len(made)} things"
    try:
        answer = input(f"Do {count}? [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")


def _carry_out(plan: Plan, options: Options, display: Display) -> None:
    """Looks first: what was done before may have mended this too, or changed what it takes."""
    title = plan.finding.entry.title
    display.line()
    before = _like(plan.finding, options)
    now = next((one for one in before if one.evidence == plan.finding.evidence), None)
    if now is None:
        display.line(("✓", "green"), f" {title}: gone already")
        return
    if not now.remedies or now.remedies[0].commands != plan.commands:
        display.line(("!", "yellow"), f" {title}: it takes another command now; run --fix again")
        return
    display.line(f"{title}:")
    for command in plan.commands:
        display.line((f"  {command}", "bold"))
    sys.stdout.flush()  # before pip's own lines
    why = carry_out(plan, machine_of(options))
    after = _like(plan.finding, options)
    if why:
        display.line(("✗", "red"), f" {title}: {why}")
    elif len(after) < len(before) and now.evidence not in {one.evidence for one in after}:
        display.line(("✓", "green"), f" {title}: mended")
    else:
        display.line(("✗", "red"), f" {title}: done, but it can still be seen")


def _like(finding: Finding, options: Options) -> list[Finding]:
    """The findings of the same kind, looked for with the probes that saw this one."""
    again = diagnose(replace(options, areas=(finding.entry.area,), deep=False))
    known = (*again.roots, *(one for root in again.roots for one in root.explained))
    return [one for one in known if one.id == finding.id]
