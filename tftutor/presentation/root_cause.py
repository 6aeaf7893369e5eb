"""When TensorFlow does not start, the doctor says why: one cause, and what mends it."""

from __future__ import annotations

import os

from tftutor.problems import MachineProblem, Problem, TensorFlowProblem

_AREAS = ("python", "tensorflow", "machine")
_NOT_BEHIND_IT = ("disk-full",)  # an error, but TensorFlow starts on a full disk
_PLACES = {"here": "", "laptop": " on your own computer", "host": " on the host of this container"}
_MORE = "`tftutor env-doctor` tells more."


class Diagnosed(MachineProblem):
    """TensorFlow does not start, and the doctor found out why.

    cause     what the doctor found and where it is seen, and the words that lead to the commands
    commands  what mends it, in order; each stands on a line of its own where that can be
    note      what else there is to know of it
    """

    def __init__(self, sentence: str, cause: str, commands: tuple[str, ...], note: str) -> None:
        quoted = ", then ".join(f"`{command}`" for command in commands)
        super().__init__(sentence, " ".join(filter(None, (cause, f"{quoted}." if quoted else "", note))))
        self.cause = cause
        self.commands = commands
        self.note = note


def diagnosed(problem: Problem) -> Problem:
    """With its root cause, where it is about TensorFlow's start; else the problem as it is."""
    if not isinstance(problem, TensorFlowProblem):
        return problem
    from tftutor.doctor import Options, diagnose
    from tftutor.doctor.system import System

    path = str(problem.python)
    by_variable = os.environ.get("TFTUTOR_PYTHON") == path
    # without a folder of the learner's: programs do not run there, so nothing in it can be behind this
    report = diagnose(Options(python=None if by_variable else path, areas=_AREAS), System(cwd=None))
    roots = [root for root in report.roots if root.severity == "error" and root.id not in _NOT_BEHIND_IT]
    if not roots:
        deep = "`tftutor env-doctor --deep` starts it and shows its last words."
        return MachineProblem(problem.sentence, f"Its files do not show why. {deep}")
    first = roots[0]
    remedy = first.remedies[0]
    how = f"{' as an administrator' if remedy.root else ''}{_PLACES[remedy.where]}"
    lead = f" This mends it{how}:" if remedy.commands else ""
    cause = f"{first.entry.title}: {first.evidence.rstrip('.')}.{lead}"
    return Diagnosed(problem.sentence, cause, remedy.commands, f"{remedy.note} {_MORE}".strip())
