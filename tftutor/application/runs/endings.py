"""How a run ended: in a sentence for the next start, and in a file beside its output, to be shown in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from tftutor.application.runs.noted import RunKind
from tftutor.checks.base import CheckResult
from tftutor.course.model import StepRef
from tftutor.files import write_whole
from tftutor.presentation.outcomes import HEADS, Outcome, OutcomeStatus
from tftutor.presentation.text import flowing, printable
from tftutor.presentation.training import duration
from tftutor.presentation.verdicts import figures
from tftutor.problems import Problem
from tftutor.progress.records import plain
from tftutor.runtime.evidence import Evidence, ProgramError, StackFrame, Usage
from tftutor.tutor.verdict import Attempt, DataUsed, Verdict

FORMAT = 1
_LARGEST = 4_000_000
_LONGEST = 160


@dataclass(frozen=True)
class RunEnding:
    """How a run of ``code`` ended. ``seconds``: from when it was asked for to its end.

    ``outcome`` is None for a run that came to its end as it should. ``unseen``: nobody has looked at it.
    """

    kind: RunKind
    code: str
    outcome: Outcome | None
    evidence: Evidence | None
    seconds: float
    device: str = ""
    unseen: bool = False


def in_a_sentence(ending: RunEnding, last_line: str) -> str:
    """What to say of it where nobody saw it. ``last_line``: of what the program printed."""
    outcome = ending.outcome
    if outcome is None:
        seconds = (ending.evidence.usage.seconds if ending.evidence else 0.0) or ending.seconds
        said = f", and printed last: {_cut(last_line)}" if last_line.strip() else "."
        return f"It came to its end after {duration(seconds)}{said}"
    sentence = f"{HEADS[outcome.status]}: {flowing(outcome.sentence)}"
    found = figures(outcome.attempt) if outcome.attempt else []
    return " ".join([sentence, *(f"{one[0].upper()}{one[1:]}." for one in found)])


def write_ending(file: Path, ending: RunEnding) -> None:
    """Raises OSError."""
    text = json.dumps(plain({"format": FORMAT, **_as_json(ending)}), ensure_ascii=False, allow_nan=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.encode("utf-8", "replace"))


def read_ending(file: Path, ref: StepRef) -> RunEnding | None:
    """What the file says; None where there is none, or none that this version understands."""
    try:
        with file.open("rb") as opened:
            said = json.loads(opened.read(_LARGEST))
        return _from_json(ref, said) if said["format"] == FORMAT else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _as_json(ending: RunEnding) -> dict[str, Any]:
    outcome, evidence = ending.outcome, ending.evidence
    attempt = outcome.attempt if outcome else None
    return {
        "kind": ending.kind,
        "code": ending.code,
        "seconds": ending.seconds,
        "device": ending.device,
        "unseen": ending.unseen,
        "outcome": None
        if outcome is None
        else {
            "status": outcome.status,
            "sentence": outcome.sentence,
            "seconds": outcome.seconds,
            "next_step": outcome.problem.next_step if outcome.problem else "",
            "is_problem": outcome.problem is not None,
        },
        "attempt": None
        if attempt is None
        else {
            "verdict": asdict(attempt.verdict),
            "data": [asdict(used) for used in attempt.data],
            "seed": attempt.seed,
            "note": attempt.note,
        },
        "evidence": None
        if evidence is None
        else {"ending": evidence.ending, "sentence": evidence.sentence, "usage": asdict(evidence.usage)},
    }


def _from_json(ref: StepRef, said: Mapping[str, Any]) -> RunEnding:
    code, device = str(said["code"]), str(said["device"])
    evidence = None
    if said["evidence"] is not None:
        kept = said["evidence"]
        evidence = Evidence(
            kept["ending"], kept["sentence"], usage=Usage(**kept["usage"]), device=device, code=code
        )
    return RunEnding(
        "check" if said["kind"] == "check" else "run",
        code,
        _outcome(ref, code, said, evidence),
        evidence,
        float(said["seconds"]),
        device,
        said["unseen"] is True,
    )


def _outcome(ref: StepRef, code: str, said: Mapping[str, Any], evidence: Evidence | None) -> Outcome | None:
    kept, tried = said["outcome"], said["attempt"]
    if kept is None:
        return None
    if kept["status"] not in get_args(OutcomeStatus):
        raise ValueError(kept["status"])
    attempt = None
    if tried is not None:
        data = tuple(DataUsed(**used) for used in tried["data"])
        attempt = Attempt(
            ref, code, _verdict(tried["verdict"]), evidence, tried["seed"], data, note=tried["note"]
        )
    problem = Problem(kept["sentence"], kept["next_step"]) if kept["is_problem"] else None
    return Outcome(ref, kept["status"], kept["sentence"], attempt, problem, kept["seconds"])


def _verdict(said: Mapping[str, Any]) -> Verdict:
    error = said["error"]
    if error is not None:
        error = ProgramError(
            error["type"], error["message"], tuple(StackFrame(**one) for one in error["frames"])
        )
    return Verdict(**{**said, "checks": tuple(_check(one) for one in said["checks"]), "error": error})


def _check(said: Mapping[str, Any]) -> CheckResult:
    measured = {name: float(value) for name, value in said["measured"].items()}
    return CheckResult(**{**said, "measured": measured, "commands": tuple(said["commands"])})


def _cut(line: str) -> str:
    text = " ".join(printable(line).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
