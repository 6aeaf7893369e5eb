"""The results of `check` for machines: JSON as `schemas/check.schema.json` says, and JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tftutor.cli.checking import CheckOptions
from tftutor.course.model import Course
from tftutor.files import write_whole
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.text import printable
from tftutor.problems import UsageProblem
from tftutor.progress.records import plain

FORMAT = "tftutor-check"
VERSION = 1
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(
    course: Course, scope: str, options: CheckOptions, outcomes: Sequence[Outcome], seconds: float, code: int
) -> str:
    """The results as one JSON object. Figures that are not finite become texts, as JSON has none."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.status] = counts.get(outcome.status, 0) + 1
    report = {
        "format": FORMAT,
        "version": VERSION,
        "course": {"id": course.id, "title": course.title, "digest": course.digest},
        "scope": scope,
        "checked": "solutions" if options.solutions else "file" if options.code is not None else "drafts",
        "exit_code": code,
        "seconds": round(seconds, 3),
        "counts": counts,
        "steps": [_step(outcome) for outcome in outcomes],
    }
    return json.dumps(plain(report), indent=2, ensure_ascii=False, allow_nan=False)


def _step(outcome: Outcome) -> dict[str, Any]:
    attempt = outcome.attempt
    verdict = attempt.verdict if attempt else None
    evidence = attempt.evidence if attempt else None
    return {
        "id": outcome.ref.id,
        "title": outcome.ref.step.title,
        "kind": outcome.ref.step.kind,
        "status": outcome.status,
        "headline": printable(outcome.sentence),
        "advice": _advice(outcome),
        "mistake": verdict.mistake if verdict else "",
        "checks": [asdict(check) for check in verdict.checks] if verdict else [],
        "error": asdict(verdict.error) if verdict and verdict.error else None,
        "seconds": round(outcome.seconds, 3),
        "run": {
            "ending": evidence.ending,
            "seconds": evidence.usage.seconds,
            "memory_mb": evidence.usage.memory_mb,
            "device": evidence.device,
            "seed": attempt.seed,
            "reused": attempt.reused,
        }
        if attempt and evidence
        else None,
        "data": [asdict(used) for used in attempt.data] if attempt else [],
    }


def _advice(outcome: Outcome) -> str:
    if outcome.problem:
        return outcome.problem.next_step
    return outcome.attempt.verdict.advice if outcome.attempt else ""


def write_junit(file: Path, outcomes: Sequence[Outcome], seconds: float) -> None:
    """One test suite a lesson, one test case a step. The file is there whole, or not at all."""
    top = Element("testsuites", {"name": "tftutor", **_counts(outcomes), "time": f"{seconds:.3f}"})
    for lesson, in_lesson in groupby(outcomes, lambda outcome: outcome.ref.id.rpartition("/")[0]):
        cases = list(in_lesson)
        took = f"{sum(case.seconds for case in cases):.3f}"
        suite = SubElement(top, "testsuite", {"name": lesson, **_counts(cases), "time": took})
        for case in cases:
            _case(suite, lesson, case)
    indent(top)
    try:
        write_whole(file, b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(top, "utf-8") + b"\n")
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}.", "Name another file.") from None


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    kinds = [_kind(outcome) for outcome in outcomes]
    return {
        "tests": str(len(kinds)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": str(kinds.count("skipped")),
    }


def _kind(outcome: Outcome) -> str:
    return {"passed": "", "blocked": "skipped", "cancelled": "skipped", "broken": "error"}.get(
        outcome.status, "failure"
    )


def _case(suite: Element, lesson: str, outcome: Outcome) -> None:
    case = SubElement(
        suite,
        "testcase",
        classname=lesson.replace("/", "."),
        name=outcome.ref.step.id,
        time=f"{outcome.seconds:.3f}",
    )
    kind = _kind(outcome)
    if not kind:
        return
    result = SubElement(case, kind, message=_xml(outcome.sentence.strip()))
    if kind != "skipped":
        result.set("type", outcome.status)
    checks = outcome.attempt.verdict.checks if outcome.attempt else ()
    lines = [f"{check.status}: {check.title}" for check in checks]
    result.text = _xml("\n".join([*lines, _advice(outcome)]).strip())


def _xml(text: str) -> str:
    return _NOT_XML.sub("", printable(text))
