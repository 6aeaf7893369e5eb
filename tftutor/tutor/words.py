"""The sentences of a verdict."""

from __future__ import annotations

import re

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.checks.causes import alike, cause_of
from tftutor.checks.learnercode import endless
from tftutor.checks.seen import Raised
from tftutor.checks.words import listing
from tftutor.runtime.evidence import Evidence, ProgramError
from tftutor.tutor.verdict import Verdict, VerdictStatus

OWN_SECTION = "your code"  # what the runtime calls the learner's part of a program

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
    said = evidence.sentence or "Your program ended before its work could be looked at."
    return Verdict(status, said, _loop_advice(evidence) if status == "timeout" else "")


def _loop_advice(evidence: Evidence) -> str:
    """What keeps the `while` loop going in which a program was stopped, if it was in one."""
    at = re.search(r"at line (\d+) of your code", evidence.sentence)
    loop = endless(evidence.code, int(at[1])) if at else None
    if loop is None:
        return ""
    if loop.asks in ("True", "1"):
        return f"`while {loop.asks}:` goes on until a `break`. Does your program ever come to one?"
    if not loop.unmoved:
        return f"The loop goes on while `{loop.asks}`. Print that in each round, to see where it goes."
    names = listing([f"`{name}`" for name in loop.unmoved])
    return f"The loop asks `{loop.asks}` in each round, but nothing in it changes {names}. Do it in the loop."


def _error_headline(error: ProgramError) -> str:
    cause = cause_of(error.message)
    if cause:
        return cause.means
    return _MEANING.get(error.type, f"Your program stopped with an error, {error.type}.")


def _error_advice(error: ProgramError) -> str:
    cause = cause_of(error.message)
    own = [frame for frame in error.frames if frame.section == OWN_SECTION]
    where = next(iter(reversed(own or error.frames)), None)
    look = f"Look at line {_line_in_graph(error) or where.line} of {where.section}." if where else ""
    return " ".join(part for part in (look, cause.attempt if cause else "") if part)


def _line_in_graph(error: ProgramError) -> str:
    """The line that was being traced: its frame is not ours to see, but the message names it."""
    if not error.message.startswith("in user code"):
        return ""
    return next(iter(re.findall(r'File "your code", line (\d+)', error.message)[-1:]), "")


def headline_of(result: CheckResult) -> str:
    """The sentence of the check that speaks."""
    return result.reason or f"Not yet: {result.title}."


def passed_headline(checks: int) -> str:
    """Success, quietly."""
    return "It does what it should." if checks == 1 else f"All {checks} checks hold."


def same_message(one: ProgramError | Raised, other: ProgramError | Raised) -> bool:
    """Whether two exceptions say the same: one message, or, in two libraries, one cause and its sizes."""
    if one.type == other.type:
        return normalised(one.message) == normalised(other.message)
    return alike(one.message, other.message)


_VARYING = re.compile(
    r"0x[0-9a-f]+|'\w+'(?= must also be initialized)|\b\w*_\d+\b|\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE
)


def normalised(message: str) -> str:
    """An error message without what differs from run to run: addresses, numbers, numbered or chosen names."""
    return _VARYING.sub("#", words.telling_line(message))
