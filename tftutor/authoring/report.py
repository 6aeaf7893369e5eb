"""What the gate found of a step, in lines for people and as data."""

from __future__ import annotations

from statistics import median
from typing import Any

from tftutor.authoring.gate import StepReport
from tftutor.problems import CourseProblem
from tftutor.tutor.programs import limits_of


def lines_of(report: StepReport) -> list[str]:
    """One line for the step, one for each figure with a threshold."""
    limits = limits_of(report.ref)
    mark = "✗" if report.problems else "·" if report.blocked else "✓"
    lines = [f"{mark} {report.ref.id}"]
    if report.runs:
        lines.append(
            f"    {report.runs} runs, longest {report.seconds:.1f} of {limits.seconds:g} s, "
            f"most memory {report.memory_mb:.0f} of {limits.memory_mb} MB"
        )
    if report.blocked:
        lines.append(f"    not tried: {report.blocked}")
    for title, by_seed in _figures(report).items():
        lines.append(f"    {title}: {_spread(by_seed)}")
    return lines


def problems_of(report: StepReport) -> list[CourseProblem]:
    """The step's problems, with the place of the step."""
    place = report.ref.place
    return [CourseProblem(f"{report.ref.id}: {p}", file=place.file, line=place.line) for p in report.problems]


def as_data(report: StepReport) -> dict[str, Any]:
    """The report for `lint --json`."""
    return {
        "step": report.ref.id,
        "problems": report.problems,
        "blocked": report.blocked,
        "runs": report.runs,
        "seconds": round(report.seconds, 3),
        "memory_mb": round(report.memory_mb, 1),
        "measured": [{"seed": m.seed, "title": m.title, **m.figures} for m in report.measurements],
    }


def _figures(report: StepReport) -> dict[str, list[dict[str, float]]]:
    figures: dict[str, list[dict[str, float]]] = {}
    for measurement in report.measurements:
        figures.setdefault(measurement.title, []).append(measurement.figures)
    return figures


def _spread(by_seed: list[dict[str, float]]) -> str:
    values = sorted(f["value"] for f in by_seed if "value" in f)
    if not values:
        return ", ".join(f"{name} {value:.4g}" for name, value in by_seed[0].items())
    text = f"median {median(values):.4g} over {len(values)} seeds ({values[0]:.4g} to {values[-1]:.4g})"
    mark = by_seed[0].get("pass_mark")
    if mark is not None:
        text += f", pass mark {mark:.4g}, least margin {min(abs(mark - v) for v in values):.4g}"
    reference = by_seed[0].get("reference")
    return text if reference is None else f"{text}, reference {reference:.4g}"
