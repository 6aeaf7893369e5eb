"""The sentences of a verdict."""

from __future__ import annotations

import re

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.runtime.evidence import Evidence, ProgramError
from tftutor.tutor.verdict import Verdict, VerdictStatus

# An exception's name -> what it means in plain words. The exception's own message is always shown below it.
_MEANING = {
    "SyntaxError": "Python could not read this line: something in its spelling is not Python yet.",
    "IndentationError": "The spaces at the start of this line do not fit the lines around it.",
    "TabError": "This line mixes tabs and spaces at its start; use spaces only.",
    "NameError": "Your program uses a name that nothing has been stored under yet.",
    "UnboundLocalError": "A function uses a name before anything has been stored under it.",
    "OperatorNotAllowedInGraphError": "Python asked for the value of a place in a graph: there is none yet.",
    "InaccessibleTensorError": "A tensor was used outside of the loop, branch or function it is in.",
    "ModuleNotFoundError": "Your program imports a package that is not installed here.",
    "ImportError": "Your program imports a name that the package does not have.",
    "AttributeError": "Your program asks an object for something that it does not have.",
    "TypeError": "A function was given something of a kind that it cannot work with.",
    "ValueError": "A function was given a value that it cannot work with.",
    "InvalidArgumentError": "TensorFlow was given values that do not fit together.",
    "IndexError": "Your program reaches past the end of a list or an array.",
    "KeyError": "Your program looks up a key that is not there.",
    "ZeroDivisionError": "Your program divides by zero.",
    "FileNotFoundError": "Your program opens a file that is not there.",
    "PermissionError": "Your program asks for something that a program in a lesson may not do.",
    "PermissionDeniedError": "Your program asks for something that a program in a lesson may not do.",
    "MemoryError": "Your program asked for more memory than it may have.",
    "ResourceExhaustedError": "TensorFlow asked for more memory than the program may have.",
    "RecursionError": "A function calls itself without end.",
    "KeyboardInterrupt": "The program was stopped.",
}


def ended_badly(evidence: Evidence) -> Verdict:
    """The verdict on a program that did not run to its end."""
    if evidence.ending == "error" and evidence.error:
        return Verdict(
            "failed",
            _error_headline(evidence.error),
            error=evidence.error,
            advice=_error_advice(evidence.error),
        )
    status: VerdictStatus = "timeout" if evidence.ending == "timeout" else "failed"
    return Verdict(status, evidence.sentence or "Your program ended before its work could be looked at.")


def _error_headline(error: ProgramError) -> str:
    return _MEANING.get(error.type, f"Your program stopped with an error, {error.type}.")


def _error_advice(error: ProgramError) -> str:
    where = error.frames[-1] if error.frames else None
    if where is None:
        return ""
    return f"Look at line {where.line} of {where.section}."


def headline_of(result: CheckResult) -> str:
    """The sentence of the check that speaks."""
    return result.reason or f"Not yet: {result.title}."


def passed_headline(checks: int) -> str:
    """Success, quietly."""
    return "It does what it should." if checks == 1 else f"All {checks} checks hold."


_VARYING = re.compile(r"0x[0-9a-f]+|\b\w*_\d+\b|\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def normalised(message: str) -> str:
    """An error message without what differs from run to run: addresses, numbers, numbered names."""
    return _VARYING.sub("#", words.telling_line(message))
