"""The doctor's hands: in the terminal itself, since the commands print there."""

from __future__ import annotations

from tftutor.doctor import Options, Report
from tftutor.doctor.diagnosis import machine_of
from tftutor.doctor.fixing import carry_out, plans
from tftutor.tui.safety import safe


def mend(report: Report) -> None:
    """Shows what it would do, asks, does it. Whatever comes of it, Enter leads back."""
    system = machine_of(Options())
    made, left = plans(report, system)
    print()
    for one in left:
        print(safe(f"Left to you: {one.finding.entry.title}; {one.why}."))
    if made:
        print("To be done:")
    for plan in made:
        print(safe(f"  {plan.finding.entry.title}"))
        for command in plan.commands:
            print(safe(f"      {command}"))
    if made and _asked():
        for plan in made:
            print(safe(f"\n{plan.finding.entry.title}:"), flush=True)
            why = carry_out(plan, system)
            print(safe(f"It could not be done: {why}") if why else "Done.", flush=True)
    elif not made:
        print("There is nothing here that can be mended safely without you.")
    else:
        print("Nothing was changed.")
    _answer("Enter goes back to the tutor. ")


def _asked() -> bool:
    return _answer("Do this? [y/N] ").strip().lower() in ("y", "yes")


def _answer(question: str) -> str:
    try:
        return input(question)
    except (EOFError, KeyboardInterrupt):
        return ""
