"""A saved model on pictures it has not seen, judged against labels that it never sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, FollowUp, Mismatch
from tftutor.checks.observed import read_error
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, passed
from tftutor.checks.thresholds import Threshold, figure
from tftutor.runtime.evidence import Array, Evidence
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

    AnyArray = numpy.ndarray[Any, Any]

_SAME_POINTS = 0.005  # two runs of one mistake differ by their random numbers
_SAME_SHARE = 0.10
_ENDINGS = {
    "timeout": "Sorting the pictures took longer than this step allows.",
    "memory": "Loading the file took more memory than this step allows.",
    "crashed": "Loading the file made Python crash.",
}


class Input(BaseModel):
    """How pictures (whole numbers 0 to 255) are prepared for the model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    divide_by: float = Field(255.0, gt=0, description="what each number is divided by")
    shape: tuple[int, ...] | None = Field(
        None,
        description="shape of one input; by default what the model asks for",
        examples=[[784], [28, 28, 1]],
    )


class AccuracyCheck(Check):
    """The share of held-out pictures that a saved model gets right or wrong."""

    kind: ClassVar[str] = "accuracy"
    measures_rate: ClassVar[bool] = True

    file: str = Field(
        min_length=1, description="what the program saved", examples=["softmax.keras", "weights.npz"]
    )
    data: str = Field(min_length=1, description="data set, by Keras's name", examples=["mnist"])
    split: Literal["validation", "test"] = Field("validation", description="which held-out part")
    error_at_most: Threshold | None = Field(None, description="pass mark", examples=[0.075])
    accuracy_at_least: Threshold | None = Field(
        None, description="the same from the other side", examples=[0.925]
    )
    reference: Threshold | None = Field(
        None, description="what the solution reaches, in the same terms (median of 5 seeds)"
    )
    input: Input = Field(Input(divide_by=255.0, shape=None), description="how the pictures are prepared")
    predict: str = Field(
        "", description="Python that defines `predict(images, folder)`, for files that are not Keras models"
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _one_mark(self) -> AccuracyCheck:
        if (self.error_at_most is None) == (self.accuracy_at_least is None):
            raise ValueError("give either `error_at_most` or `accuracy_at_least`")
        return self

    def keep(self) -> Sequence[str]:
        return (self.file,)

    def follow_up(self) -> FollowUp | None:
        params = {
            "file": self.file,
            "divide_by": self.input.divide_by,
            "shape": list(self.input.shape) if self.input.shape is not None else None,
            "predict": self.predict,
        }
        return FollowUp((self.file,), Probe("accuracy", source("accuracy"), params), (self.data, self.split))

    def judge(self, given: CheckInput) -> CheckResult:
        title = self._title(given.stand_in)
        if self.file not in given.seen.files:
            advice = "" if self.predict else f"model.save({self.file!r}) writes it."
            miss = Mismatch(
                "exists", f"Your program left no file {self.file}.", self.file, _others(given.seen), advice
            )
            return failed(self.kind, title, miss)
        if given.follow_up is None or given.labels is None:
            return broken(self.kind, title, f"{self.file} was not tried on held-out pictures")
        report = _read(given.follow_up)
        if report is None:
            return self._no_report(given.follow_up, title)
        if report.trouble:
            return failed(self.kind, title, report.trouble)
        labels = given.labels(self.data, self.split)
        if report.predictions is None or len(report.predictions) != len(labels):
            shape, wanted = words.shape(report.shape), words.shape((len(labels), int(labels.max()) + 1))
            says = (
                f"The model answers with shape {shape}, not {wanted}: a score for each class of each picture."
            )
            return failed(self.kind, title, Mismatch("shape", says, wanted, shape))
        return self._judge_rate(report, labels, given.stand_in, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """Equal absence, equal trouble, or error rates near each other and the same collapse."""
        left, right = self._outcome(one), self._outcome(other)
        if isinstance(left, float) and isinstance(right, float):
            near = max(_SAME_POINTS, _SAME_SHARE * max(left, right))
            return abs(left - right) <= near and self._collapse(one) == self._collapse(other)
        return left is not None and left == right

    def _outcome(self, given: CheckInput) -> float | str | None:
        if self.file not in given.seen.files:
            return "no file"
        report = _read(given.follow_up) if given.follow_up else None
        if report is None or given.labels is None:
            return None
        if report.trouble:
            return report.key
        labels = given.labels(self.data, self.split)
        if report.predictions is None or len(report.predictions) != len(labels):
            return f"shape {report.shape[1:]}"
        return _error(report.predictions, labels)

    def _collapse(self, given: CheckInput) -> str:
        report = _read(given.follow_up) if given.follow_up else None
        return report.collapse() if report else ""

    def _judge_rate(self, report: _Predictions, labels: AnyArray, stand_in: bool, title: str) -> CheckResult:
        assert report.predictions is not None
        error, mark = _error(report.predictions, labels), self._error_mark(stand_in)
        measured = self._measured(error, mark, len(labels), stand_in)
        if error <= mark:
            return passed(self.kind, title, measured)
        name = "error" if self.error_at_most is not None else "accuracy"
        value, limit = (error, mark) if name == "error" else (1 - error, 1 - mark)
        reason, advice = self._reason(report, error, labels, name)
        bound = "at most" if name == "error" else "at least"
        miss = Mismatch("values", reason, f"{bound} {words.percent(limit)}", words.percent(value), advice)
        return failed(self.kind, title, miss, measured=measured)

    def _error_mark(self, stand_in: bool) -> float:
        if self.error_at_most is not None:
            return float(figure(self.error_at_most, stand_in) or 0.0)
        return 1 - float(figure(self.accuracy_at_least, stand_in) or 1.0)

    def _measured(self, error: float, mark: float, amount: int, stand_in: bool) -> dict[str, float]:
        """``margin_in_sd``: how far below the pass mark, in standard deviations sqrt(p (1 - p) / n)
        of an error rate counted on n pictures, p being the pass mark (the binomial distribution).
        """
        as_error = self.error_at_most is not None
        deviation = (mark * (1 - mark) / amount) ** 0.5
        measured = {
            "value": error if as_error else 1 - error,
            "pass_mark": mark if as_error else 1 - mark,
            "margin_in_sd": (mark - error) / deviation if deviation else 0.0,
            "pictures": float(amount),
        }
        reference = figure(self.reference, stand_in)
        return measured | ({"reference": reference} if reference is not None else {})

    def _reason(self, report: _Predictions, error: float, labels: AnyArray, name: str) -> tuple[str, str]:
        import numpy

        pictures = f"of {len(labels):,} {self.split} pictures"
        guessing = 1 - float(numpy.bincount(labels).max()) / len(labels)
        value = words.percent(error if name == "error" else 1 - error)
        if report.nan:
            reason = f"The model answers NaN to {report.nan:,} {pictures}, so its {name} is {value}."
            return reason, "The weights grew without bound, or a log(0) came in: try a smaller learning rate."
        only = report.only_class()
        if only is not None:
            reason = f"The model answers {only} to every picture: {name} {value}, no better than guessing."
            return (
                reason,
                "It has not learned from the pictures: look at the loss, and at what the layers are given.",
            )
        if error >= guessing - 0.03:
            reason = f"The {self.split} {name} is {value}, no better than guessing."
            advice = (
                "Were the weights saved after training? Were labels and pictures shuffled together, "
                "and pixels divided by 255?"
            )
            return reason, advice
        return (
            f"The {self.split} {name} is {value} {pictures}.",
            "More steps or another learning rate may close the gap.",
        )

    def _no_report(self, evidence: Evidence, title: str) -> CheckResult:
        if evidence.ending in _ENDINGS:
            return failed(self.kind, title, Mismatch("load", _ENDINGS[evidence.ending]))
        return broken(
            self.kind, title, f"{self.file} could not be tried on held-out pictures. {evidence.sentence}"
        )

    def _title(self, stand_in: bool) -> str:
        if self.title:
            return self.title
        if self.error_at_most is not None:
            return f"{self.split} error at most {words.percent(self._error_mark(stand_in))}"
        return f"{self.split} accuracy at least {words.percent(1 - self._error_mark(stand_in))}"


@dataclass(frozen=True)
class _Predictions:
    """What the follow-up found. ``key`` distinguishes one trouble from another."""

    predictions: AnyArray | None = None
    shape: tuple[int, ...] = ()
    nan: int = 0
    trouble: Mismatch | None = None
    key: str = ""

    def only_class(self) -> int | None:
        """The one class that it answers always, if it does."""
        if (
            self.predictions is None
            or not self.predictions.size
            or self.predictions.min() != self.predictions.max()
        ):
            return None
        return int(self.predictions[0])

    def collapse(self) -> str:
        """The manner in which the answers are degenerate, in a word."""
        return "nan" if self.nan else "one class" if self.only_class() is not None else ""


def _read(evidence: Evidence) -> _Predictions | None:
    value = evidence.values.get("accuracy")
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("unloadable"), str):
        why = value["unloadable"]
        return _Predictions(
            trouble=Mismatch("load", f"The file cannot be loaded: {why}.", seen="not a model"),
            key=f"load {why[:40]}",
        )
    if isinstance(value.get("error"), Mapping):
        error = read_error(value["error"])
        says = f"The model cannot be used on the pictures: {words.message(error.message)}"
        return _Predictions(
            trouble=Mismatch("call", words.clipped(says, 200), seen=error.type), key=f"error {error.type}"
        )
    shape = value.get("shape")
    predictions = value.get("predictions")
    return _Predictions(
        predictions.numpy() if isinstance(predictions, Array) else None,
        tuple(x for x in shape if isinstance(x, int)) if isinstance(shape, Sequence) else (),
        value["nan"] if isinstance(value.get("nan"), int) else 0,
    )


def _error(predictions: AnyArray, labels: AnyArray) -> float:
    import numpy

    return float(numpy.mean(predictions != labels.ravel()))


def _others(evidence: Evidence) -> str:
    names = sorted(name for name in evidence.files)
    return words.listing(names[:3]) if names else "no such file"


class ErrorRateCheck(AccuracyCheck):
    """The same check, under the name of what it counts."""

    kind: ClassVar[str] = "error"
