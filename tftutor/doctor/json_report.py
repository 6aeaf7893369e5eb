"""The report for machines, as `tftutor/cli/schemas/env-doctor.schema.json` says."""

from __future__ import annotations

import json
import platform
from typing import Any

from tftutor import __version__
from tftutor.doctor.model import AreaReport, Finding, Remedy, Report

FORMAT = "tftutor-env-doctor"
VERSION = 1


def as_json(report: Report) -> str:
    """One JSON object."""
    return json.dumps(as_data(report), indent=2, ensure_ascii=False)


def as_data(report: Report) -> dict[str, Any]:
    """What `as_json` writes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "tftutor": __version__,
        "doctor_python": platform.python_version(),
        "python": report.python,
        "exit_code": report.exit_code,
        "next_step": report.next_step,
        "seconds": round(report.seconds, 3),
        "areas": [_area(area) for area in report.areas],
        "ignored": list(report.ignored),
        "findings": [_finding(root) for root in report.roots],
        "timings": [
            {
                "probe": timing.probe,
                "area": timing.area,
                "seconds": round(timing.seconds, 4),
                "ending": timing.ending,
                "why": timing.why,
            }
            for timing in report.timings
        ],
    }


def _area(area: AreaReport) -> dict[str, Any]:
    return {
        "id": area.id,
        "title": area.title,
        "mark": area.mark,
        "summary": area.summary,
        "details": list(area.details),
        "not_looked_at": list(area.unknown),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "area": finding.entry.area,
        "severity": finding.severity,
        "title": finding.entry.title,
        "evidence": finding.evidence,
        "cause": finding.entry.cause,
        "source": finding.entry.source,
        "remedies": [_remedy(remedy) for remedy in finding.remedies],
        "explains": [_finding(one) for one in finding.explained],
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "commands": list(remedy.commands),
        "where": remedy.where,
        "root": remedy.root,
        "tested": remedy.tested,
        "note": remedy.note,
    }
