"""What the program logged for TensorBoard: curves, pictures, a graph, histograms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tftutor.board import Image, Log, Scalar, read
from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.files import png_size
from tftutor.checks.logs import end_alike, ends, inventory, merged
from tftutor.checks.results import failed, passed

_NO_EVENTS = (
    "writer = tf.summary.create_file_writer({logs!r}) opens it, `with writer.as_default():` writes into it."
)
_TAGS = 'The tag is the first argument: tf.summary.scalar("loss", loss, step=step).'


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScalarCurve(_Part):
    """One curve that must be there."""

    tag: str = Field(min_length=1, description="its name on the board", examples=["loss"])
    at_least: int = Field(1, ge=1, description="least number of points")
    every: int | None = Field(None, ge=1, description="distance of steps from one point to the next")
    begins: int | None = Field(None, ge=0, description="step of its first point")
    falls: bool = Field(False, description="the mean of its last fifth is below that of its first fifth")
    falls_by: float = Field(0.05, ge=0, lt=1, description="by at least this share of it")
    rises: bool = Field(False, description="the same upwards")
    last_below: float | None = Field(None, description="mean of the last fifth is below it")
    last_above: float | None = Field(None, description="mean of the last fifth is above it")

    def miss(self, log: Log) -> Mismatch | None:
        """The first thing that this curve lacks."""
        points = log.scalars.get(self.tag, ())
        if not points:
            near = sorted(log.scalars)
            seen = words.clipped(words.listing(near[:4])) if near else "no curve"
            return Mismatch("tag", f"The log has no curve {self.tag!r}.", self.tag, seen, _TAGS)
        if len(points) < self.at_least:
            amount = words.count(len(points), "point")
            says = f"The curve {self.tag!r} has {amount}, fewer than {self.at_least:,}."
            return Mismatch(
                "count", says, f"at least {self.at_least:,}", f"{len(points):,}", self._count_advice(points)
            )
        bad = [point for point in points if not math.isfinite(point.value)]
        if bad:
            says = f"The curve {self.tag!r} is {words.number(bad[0].value)} from step {bad[0].step:,} on."
            return Mismatch("finite", says, advice="The steps grew without bound, or a log(0) came in.")
        return self._step_miss(points) or self._trend_miss(points)

    def _count_advice(self, points: Sequence[Scalar]) -> str:
        if len({point.step for point in points}) == 1 < len(points):
            return "All its points have the same step: give step=... the number of the training step."
        return "Write a point inside the training loop."

    def _step_miss(self, points: Sequence[Scalar]) -> Mismatch | None:
        if self.every is None or len(points) < 2:
            return None
        gaps = [after.step - before.step for before, after in pairwise(points)]
        middle = sorted(gaps)[len(gaps) // 2]
        if middle == self.every:
            return self._beginning_miss(points[0].step)
        if middle == 0:
            says = f"The points of {self.tag!r} are all at step {points[0].step:,}."
            return Mismatch("steps", says, advice="Give step=... the number of the training step.")
        often = words.count(middle, "step") if middle > 1 else "step"
        says = f"{self.tag!r} has a point every {often}, not every {self.every:,}."
        return Mismatch("steps", says, f"every {self.every:,}", f"every {middle:,}")

    def _beginning_miss(self, first: int) -> Mismatch | None:
        if self.begins is None or first == self.begins:
            return None
        says = f"The curve {self.tag!r} begins at step {first:,}, not at {self.begins:,}."
        advice = "A step counts as soon as it is done: after the first one, the number is 1."
        return Mismatch("steps", says, f"{self.begins:,}", f"{first:,}", advice)

    def _trend_miss(self, points: Sequence[Scalar]) -> Mismatch | None:
        first, last = ends(points)
        low, high = words.numbers_apart(first, last)
        went = f"from {low} to {high}"
        margin = self.falls_by * abs(first)
        if self.falls and not last < first - margin:
            how = "hardly falls" if last < first else "does not fall"
            return Mismatch(
                "trend",
                f"The curve {self.tag!r} {how}.",
                "falling",
                went,
                "Do the steps go downhill, far enough?",
            )
        if self.rises and not last > first + margin:
            return Mismatch("trend", f"The curve {self.tag!r} does not rise.", "rising", went)
        if self.last_below is not None and not last < self.last_below:
            limit, seen = words.numbers_apart(self.last_below, last)
            return Mismatch("last", f"The curve {self.tag!r} ends too high.", f"below {limit}", seen)
        if self.last_above is not None and not last > self.last_above:
            limit, seen = words.numbers_apart(self.last_above, last)
            return Mismatch("last", f"The curve {self.tag!r} ends too low.", f"above {limit}", seen)
        return None


class Pictures(_Part):
    """Pictures under one tag."""

    tag: str = Field(min_length=1, description="its name on the board", examples=["digits"])
    count: int = Field(1, ge=1, description="how many, over all steps")
    size: tuple[int, int] | None = Field(None, description="[height, width] in pixels", examples=[[28, 28]])

    def miss(self, log: Log) -> Mismatch | None:
        """The first thing that these pictures lack."""
        found = [image for tag, images in log.images.items() if _under(tag, self.tag) for image in images]
        if not found:
            tags = sorted(log.images)
            seen = words.clipped(words.listing(tags[:4])) if tags else "no pictures"
            return Mismatch(
                "tag",
                f"The log has no pictures {self.tag!r}.",
                self.tag,
                seen,
                "tf.summary.image writes them.",
            )
        if len(found) != self.count:
            says = f"The log has {words.count(len(found), 'picture')} {self.tag!r}, not {self.count:,}."
            advice = (
                "tf.summary.image writes 3 of a batch unless max_outputs=... says how many."
                if len(found) == 3
                else ""
            )
            return Mismatch("count", says, f"{self.count:,}", f"{len(found):,}", advice)
        sizes = [_size(image) for image in found]
        wrong = [size for size in sizes if self.size is not None and size != tuple(self.size)]
        if wrong and self.size is not None:
            return Mismatch(
                "size", f"The pictures {self.tag!r} have another size.", _by(self.size), _by(wrong[0])
            )
        return None


class TensorBoardCheck(Check):
    """The event files that the program left in a folder."""

    kind: ClassVar[str] = "tensorboard"
    shows_board: ClassVar[bool] = True

    logs: str = Field("logs", min_length=1, description="folder of the log", examples=["logs", "logs/*"])
    scalars: tuple[ScalarCurve, ...] = Field(
        (), description="curves", examples=[[{"tag": "loss", "at_least": 100, "every": 10, "falls": True}]]
    )
    images: tuple[Pictures, ...] = Field(
        (), description="pictures", examples=[[{"tag": "digits", "count": 4}]]
    )
    graph: bool = Field(False, description="a graph of at least one operation must be there")
    operations: tuple[str, ...] = Field(
        (), description="operations that the graph must hold", examples=[["MatMul"]]
    )
    histograms: tuple[str, ...] = Field((), description="tags of histograms")
    texts: tuple[str, ...] = Field((), description="tags of texts")
    unlike: str = Field(
        "",
        description="folder of another log, whose curves may not be the very same",
        examples=["logs/training"],
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _something(self) -> TensorBoardCheck:
        if not (
            self.scalars or self.images or self.graph or self.operations or self.histograms or self.texts
        ):
            raise ValueError("name at least one of scalars, images, graph, operations, histograms, texts")
        return self

    def keep(self) -> Sequence[str]:
        return (self.logs, self.unlike) if self.unlike else (self.logs,)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        log = self._log(given, self.logs)
        miss = self._miss(log) or self._copied(log, given)
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """A log or none, the same tags with as many points, and curves that end near each other."""
        left, right = self._log(one, self.logs), self._log(other, self.logs)
        if bool(left.files) != bool(right.files) or inventory(left) != inventory(right):
            return False
        return all(end_alike(left.scalars[tag], right.scalars[tag]) for tag in left.scalars)

    def _log(self, given: CheckInput, folder: str) -> Log:
        """All folders that match, as one log."""
        import fnmatch

        name = folder.strip("/")
        folders = [p for key, p in given.seen.files.items() if key == name or fnmatch.fnmatchcase(key, name)]
        return merged([read(path) for path in folders])

    def _miss(self, log: Log) -> Mismatch | None:
        if not log.files:
            advice = _NO_EVENTS.format(logs=self.logs)
            return Mismatch("exists", f"There is no TensorBoard log in {self.logs}.", advice=advice)
        misses = [part.miss(log) for part in self.scalars] + [part.miss(log) for part in self.images]
        for miss in misses:
            if miss:
                return self._empty_log(log) or miss
        return self._graph_miss(log) or self._other_miss(log)

    def _copied(self, log: Log, given: CheckInput) -> Mismatch | None:
        others = self._log(given, self.unlike).scalars if self.unlike else {}
        for curve in self.scalars:
            one, other = log.scalars.get(curve.tag, ()), others.get(curve.tag, ())
            if [point.value for point in one] == [point.value for point in other]:
                says = f"The curve {curve.tag!r} is the very same in {self.logs} and in {self.unlike}."
                advice = "Compute the number again for each folder, from that folder's own data."
                return Mismatch("copied", says, "two curves", "one curve, twice", advice)
        return None

    def _empty_log(self, log: Log) -> Mismatch | None:
        if any(inventory(log)):
            return None
        why = f" {log.problems[0]}" if log.problems else ""
        advice = "Write inside `with writer.as_default():`, and give each call a step."
        return Mismatch("empty", f"The log in {self.logs} is empty.{why}", advice=advice)

    def _graph_miss(self, log: Log) -> Mismatch | None:
        if not (self.graph or self.operations):
            return None
        held: dict[str, int] = {}
        for graph in log.graphs:
            for operation, amount in graph.operations.items():
                held[operation] = held.get(operation, 0) + amount
        if not held:
            advice = (
                "tf.summary.graph(f.get_concrete_function(...).graph) writes one, or tf.summary.trace_export."
            )
            return Mismatch("graph", "The log has no graph.", advice=advice)
        missing = [name for name in self.operations if name not in held]
        if missing:
            seen = words.clipped(words.listing(sorted(held)[:6]))
            return Mismatch("graph", f"The graph in the log has no {missing[0]}.", missing[0], seen)
        return None

    def _other_miss(self, log: Log) -> Mismatch | None:
        for tag in self.histograms:
            if tag not in log.histograms:
                return Mismatch(
                    "tag", f"The log has no histogram {tag!r}.", advice="tf.summary.histogram writes one."
                )
        for tag in self.texts:
            if tag not in log.texts:
                return Mismatch("tag", f"The log has no text {tag!r}.", advice="tf.summary.text writes one.")
        return None

    def _title(self) -> str:
        parts = [
            f"{curve.tag}"
            + (f", {curve.at_least:,} points" if curve.at_least > 1 else "")
            + (", falling" if curve.falls else "")
            for curve in self.scalars
        ]
        parts += [words.count(group.count, "picture") for group in self.images]
        parts += ["a graph"] if self.graph or self.operations else []
        parts += [words.count(len(self.histograms), "histogram")] if self.histograms else []
        parts += [words.count(len(self.texts), "text")] if self.texts else []
        return f"the log in {self.logs} holds {words.listing(parts)}"


def _under(tag: str, wanted: str) -> bool:
    """Whether a tag is the wanted one, or of the 2017 form with a number after it: `digits/image/0`."""
    return tag == wanted or tag == f"{wanted}/image" or tag.startswith(f"{wanted}/image/")


def _size(image: Image) -> tuple[int, int]:
    found = png_size(image.data)
    return (found[1], found[0]) if found else (image.height, image.width)


def _by(size: Sequence[int]) -> str:
    return f"{size[0]} × {size[1]} pixels"
