"""From probes to a report: runs them, asks the catalogue, folds what follows under its root."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tftutor.doctor.areas import PROBES
from tftutor.doctor.conclusion import conclude, next_step, without
from tftutor.doctor.context import Context, DiagnosticProbe, FactUnknown
from tftutor.doctor.engine import ProbeResult, run_probes
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import AREAS, AreaReport, Detection, Finding, Mark, Options, Report
from tftutor.doctor.system import System

DEEP = "deep"


def diagnose(
    options: Options, system: System | None = None, probes: Sequence[DiagnosticProbe] | None = None
) -> Report:
    """Looks at everything that ``options`` ask for. Writes nothing, uses no network."""
    began = time.monotonic()
    machine = system or machine_of(options)
    context = Context(machine, options)
    areas = chosen_areas(options)
    known = PROBES if probes is None else probes
    results = run_probes([probe for probe in known if probe.area in areas], context)
    seen = [one for result in results if result.report for one in result.report.detections]
    python = _python(context)
    roots, ignored = without(conclude(_unique(seen), python), options.ignore)
    return Report(
        python=python,
        areas=tuple(_area(area, results, roots) for area in areas),
        roots=tuple(roots),
        next_step=next_step(roots, results, partly=bool(options.areas), ignored=ignored),
        timings=tuple(result.timing for result in results),
        seconds=time.monotonic() - began,
        ignored=tuple(ignored),
    )


def machine_of(options: Options) -> System:
    """This machine, or the file tree that was named: this shell's variables say nothing of that."""
    if options.sysroot is None or options.sysroot == Path("/"):
        return System()
    return System(root=options.sysroot, environ={}, cwd=None)


def chosen_areas(options: Options) -> list[str]:
    """The ids of the areas to look at, in their order."""
    chosen = [area for area in AREAS if area in options.areas] if options.areas else [*AREAS]
    if not options.deep and DEEP not in options.areas:
        chosen = [area for area in chosen if area != DEEP]
    elif options.deep and DEEP not in chosen:
        chosen.append(DEEP)
    return chosen


def _python(context: Context) -> str:
    try:
        return context.fact(interpreter).path
    except FactUnknown:
        return "python3"


def _unique(seen: Sequence[Detection]) -> list[Detection]:
    """The same finding with the same evidence, from two probes, is one."""
    return list({(one.id, one.evidence): one for one in seen}.values())


def _area(area: str, results: Sequence[ProbeResult], roots: Sequence[Finding]) -> AreaReport:
    mine = [result for result in results if result.probe.area == area]
    looks = [result.report for result in mine if result.report]
    everything = [*roots, *(one for root in roots for one in root.explained)]
    unknown = tuple(f"{result.probe.name}: {result.timing.why}" for result in mine if result.report is None)
    findings = tuple(finding for finding in roots if finding.entry.area == area)
    folded = [finding for finding in everything if finding.entry.area == area]
    return AreaReport(
        id=area,
        title=AREAS[area],
        mark=_mark(
            folded, looks_skipped=bool(looks) and all(look.skipped for look in looks), unknown=unknown
        ),
        summary=", ".join(look.summary for look in looks if look.summary),
        details=tuple(detail for look in looks for detail in look.details),
        findings=findings,
        unknown=unknown,
    )


def _mark(findings: Sequence[Finding], *, looks_skipped: bool, unknown: Sequence[str]) -> Mark:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "error"
    if "warning" in severities:
        return "warning"
    if looks_skipped or unknown:
        return "skipped"
    return "ok"
