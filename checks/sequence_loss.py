"""A saved model's loss on text that it has not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, FollowUp, Mismatch
from tftutor.checks.observed import read_error
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, passed
from tftutor.checks.thresholds import NumberThreshold, figure
from tftutor.runtime.program import Probe

_SAME_LOSS = 0.05  # nats; two runs of one mistake differ by their random numbers
_ENDINGS = {
    "timeout": "Reading the held-out text took longer than this step allows.",
    "memory": "Loading the file took more memory than this step allows.",
    "crashed": "Loading the file made Python crash.",
}


class SequenceLossCheck(Check):
    """The mean cross entropy, in nats a character, of a saved model on the last tenth of a text.

    The model takes ids (rows, steps) and perhaps states (rows, ...), one input each, and gives raw scores
    (rows, steps, vocabulary) and as many states. States begin at 0 and are carried through the text.
    """

    kind: ClassVar[str] = "sequence_loss"

    file: str = Field(min_length=1, description="what the program saved", examples=["shakespeare.keras"])
    data: str = Field("shakespeare", description="data set that is a text")
    loss_at_most: NumberThreshold = Field(description="pass mark, in nats a character")
    reference: NumberThreshold | None = Field(
        None, description="what the solution reaches (median of 5 seeds)"
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def keep(self) -> Sequence[str]:
        return (self.file,)

    def follow_up(self) -> FollowUp | None:
        probe = Probe("sequence_loss", source("sequence_loss"), {"file": self.file})
        return FollowUp((self.file,), probe, (self.data, "validation"))

    def judge(self, given: CheckInput) -> CheckResult:
        mark = float(figure(self.loss_at_most, given.stand_in) or 0.0)
        title = self.title or f"held-out loss at most {words.number(mark)}"
        if self.file not in given.seen.files:
            advice = f"model.save({self.file!r}) writes it."
            return failed(
                self.kind,
                title,
                Mismatch("exists", f"Your program left no file {self.file}.", self.file, advice=advice),
            )
        report = _report(given)
        if report is None:
            ending = given.follow_up.ending if given.follow_up else ""
            if ending in _ENDINGS:
                return failed(self.kind, title, Mismatch("load", _ENDINGS[ending]))
            return broken(self.kind, title, f"{self.file} was not tried on held-out text")
        trouble = _trouble(report)
        return failed(self.kind, title, trouble) if trouble else self._judge_loss(report, given, mark, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """Equal absence, equal trouble, or losses near each other."""
        there = [self.file in side.seen.files for side in (one, other)]
        if not all(there):
            return there[0] == there[1]
        left, right = _report(one), _report(other)
        if left is None or right is None:
            return False
        losses = left.get("loss"), right.get("loss")
        if isinstance(losses[0], float) and isinstance(losses[1], float):
            alike = left.get("probabilities") == right.get("probabilities")
            return alike and abs(losses[0] - losses[1]) <= _SAME_LOSS
        miss = _trouble(left), _trouble(right)
        return miss[0] is not None and miss[0] == miss[1]

    def _judge_loss(
        self, report: Mapping[str, Any], given: CheckInput, mark: float, title: str
    ) -> CheckResult:
        loss = float(report["loss"])
        measured = {"value": loss, "pass_mark": mark}
        reference = figure(self.reference, given.stand_in)
        measured |= {"reference": reference} if reference is not None else {}
        if loss <= mark:
            return passed(self.kind, title, measured)
        reason = f"The held-out loss is {words.number(loss)} nats a character."
        advice = "Was the model saved after its training? More steps bring the loss down, too."
        if report.get("probabilities"):
            reason = f"The model ends in probabilities, so its loss by raw scores is {words.number(loss)}."
            advice = "Leave the softmax out of the model: the loss does it."
        miss = Mismatch("values", reason, f"at most {words.number(mark)}", words.number(loss), advice)
        return failed(self.kind, title, miss, measured=measured)


def _report(given: CheckInput) -> Mapping[str, Any] | None:
    value = given.follow_up.values.get("sequence_loss") if given.follow_up else None
    return value if isinstance(value, Mapping) else None


def _trouble(report: Mapping[str, Any]) -> Mismatch | None:
    if isinstance(report.get("unloadable"), str):
        return Mismatch("load", f"The file cannot be loaded: {report['unloadable']}.", seen="not a model")
    if isinstance(report.get("error"), Mapping):
        error = read_error(report["error"])
        says = f"The model cannot be used on text: {words.message(error.message)}"
        return Mismatch("call", words.clipped(says, 200), seen=error.type)
    if isinstance(report.get("shape"), Sequence):
        shape = words.shape(tuple(report["shape"]))
        wanted = f"(rows, steps, {report.get('vocabulary')})"
        return Mismatch(
            "shape", f"The model gives scores of shape {shape}: each character needs its own.", wanted, shape
        )
    return None
