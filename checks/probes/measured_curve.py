"""Figures that a learner's program measured over sizes, and the same measured again with other sizes."""

from __future__ import annotations

from typing import Any

from tftutor.checks.probes.look import explained, found, look


def probe(context: Any, of: str, over: str, beside: str, again: list[int], yardstick: str) -> dict[str, Any]:
    """What ``of``, ``over`` and ``beside`` are; ``of`` after two more runs with the sizes ``again``; and
    what ``yardstick`` measures for the last of these, each time."""
    report: dict[str, Any] = {"of": found(context, of), "over": found(context, over)}
    if beside:
        report["beside"] = found(context, beside)
    report["again"], ours = [], []
    for _ in range(2):  # in turns: what keeps the machine busy slows both
        report["again"].append(run_again(context, of, over, again))
        if yardstick:
            ours.append(float(context.evaluate(yardstick)(again[-1])))
    report["ours"] = ours
    return report


def run_again(context: Any, of: str, over: str, sizes: list[int]) -> dict[str, Any]:
    """What ``of`` is once the program has run with these sizes, or the error that it ended in."""
    try:
        return look(eval(of, context.rerun(replacing={over: sizes})))
    except Exception as error:  # noqa: BLE001 - the learner's code may raise anything
        return {"error": explained(error)}
