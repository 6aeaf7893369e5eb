"""A checkpoint that a training left: whether all that is needed is in it, and the program goes on from it.

The program is run again in a clean sandbox, on a copy of its own checkpoint in which every count is a million
ahead. Who goes on from there ends beyond a million; who starts over doesn't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, FollowUp, Mismatch
from tftutor.checks.errors import explain_error
from tftutor.checks.observed import Raised, read_error
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.evidence import Array
from tftutor.runtime.program import Probe

if TYPE_CHECKING:
    import numpy

    Arrays = Sequence[numpy.ndarray[Any, Any]]

AHEAD = 1_000_000
_CLOSE = 1e-6


class CheckpointCheck(Check):
    """What `tf.train.Checkpoint` or a `CheckpointManager` saved, and whether the program resumes from it.

    The program is run a second time, so let it train up to a number of steps or epochs: then it has nothing
    left to do, and its weights must be the saved ones. Of one that always trains on, the count is judged.
    """

    kind: ClassVar[str] = "checkpoint"

    folder: str = Field("checkpoints", min_length=1, description="folder that the program saves into")
    step: str = Field("step", min_length=1, description="expression: how many steps or epochs are done")
    model: str = Field("model", description="the model, or a list of variables; empty: not looked at")
    optimizer: str = Field("optimizer", description="name of the optimizer; empty: not looked at")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    def probes(self) -> Sequence[Probe]:
        return (self._end(),)

    def keep(self) -> Sequence[str]:
        return (self.folder,)

    def follow_up(self) -> FollowUp | None:
        mark = Probe("marked", source("checkpoint_marked"), {"folder": self.folder, "ahead": AHEAD})
        return FollowUp((self.folder,), self._end(), first=mark)

    def _end(self) -> Probe:
        names = {"step": self.step, "model": self.model, "optimizer": self.optimizer}
        return Probe("checkpoint", source("checkpoint"), names)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or f"the program goes on from what it saved in {self.folder}"
        ended = _ended(given.value("checkpoint"))
        if ended is None:
            return not_observed(self.kind, title, self.step, given.value("checkpoint"))
        miss = self._miss_of_end(ended) or self._miss_of_folder(given, ended)
        if miss:
            return failed(self.kind, title, miss)
        if given.follow_up is None:
            return broken(self.kind, title, f"The program was not run again on {self.folder}")
        miss = self._miss_of_second(given, _held(given.follow_up.values.get("marked")))
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """The same thing is missing of the checkpoint, or of what came back from it."""
        left, right = self._outcome(one), self._outcome(other)
        return left is not None and left == right

    def raised(self, given: CheckInput) -> Raised | None:
        ended = _ended(given.value("checkpoint"))
        return ended.error if ended else None

    def _outcome(self, given: CheckInput) -> str | None:
        ended = _ended(given.value("checkpoint"))
        if ended is None:
            return None
        miss = self._miss_of_end(ended) or self._miss_of_folder(given, ended)
        if miss is None and given.follow_up is not None:
            miss = self._miss_of_second(given, _held(given.follow_up.values.get("marked")))
        return miss.rung if miss else ""

    def _miss_of_end(self, ended: _Ended) -> Mismatch | None:
        if ended.error is None:
            return None
        why = explain_error(ended.error.type, ended.error.message)
        reason = f"Looking at {self.step}, {self.model} and {self.optimizer} ended in an error: {why.reason}"
        return Mismatch("exists", words.clipped(reason, 200), seen=why.seen, advice=why.advice)

    def _miss_of_folder(self, given: CheckInput, ended: _Ended) -> Mismatch | None:
        if self.folder not in given.seen.files:
            says = f"Your program left no folder {self.folder}."
            return Mismatch("folder", says, self.folder, "no such folder", _SAVE.format(folder=self.folder))
        held = _held(given.follow_up.values.get("marked")) if given.follow_up else None
        if held is None:
            return None
        if held.empty:
            says = f"There's no checkpoint in {self.folder} that TensorFlow can find."
            files = words.listing(list(held.files[:4])) or "an empty folder"
            advice = _SAVE.format(folder=self.folder)
            return Mismatch("none", says, "a file `checkpoint`", words.clipped(files), advice)
        if not held.counts:
            says = "Your checkpoint doesn't say how far the training is: there's no whole number in it."
            return Mismatch(
                "count", says, advice="Give tf.train.Checkpoint a tf.Variable(0) that counts, too."
            )
        return self._miss_of_content(held, ended)

    def _miss_of_content(self, held: _Held, ended: _Ended) -> Mismatch | None:
        """What is missing is seen by its shape: each array needs one of its own."""
        there = Counter(array.shape for array in held.arrays)
        wanted = Counter(array.shape for array in (*ended.model, *ended.optimizer))
        for shape, amount in wanted.items():
            if there[shape] >= amount:
                continue
            kind = f"of shape {words.shape(shape)}"
            both = words.listing([name for name in (self.model, self.optimizer) if name])
            found = words.count(there[shape], "array")
            says = f"Your checkpoint doesn't hold all of {both}: it has {found} {kind}."
            named = ", ".join(f"{name}={name}" for name in (self.model, self.optimizer) if name)
            advice = f"Say tf.train.Checkpoint({named}, ...), so that all of it comes back."
            return Mismatch("content", says, f"{amount:,} {kind}", f"{there[shape]:,}", advice)
        return None

    def _miss_of_second(self, given: CheckInput, held: _Held | None) -> Mismatch | None:
        assert given.follow_up is not None
        again = _ended(given.follow_up.values.get("checkpoint"))
        if held is None or again is None or again.error is not None:
            return self._second_failed(given)
        if again.step < AHEAD <= again.iterations:
            says = f"Run again, your program goes on with the saved weights, but counts {self.step} from 0."
            return Mismatch("count", says, "the saved count", f"{again.step:,} at the end", _COUNTED)
        if again.step < AHEAD:
            says = "Run again, your program starts over: it saves, but doesn't go on from what it saved."
            seen = f"{self.step} ends at {again.step:,}, from the start"
            return Mismatch("starts over", says, f"{self.step} goes on from the checkpoint", seen, _RESTORE)
        if again.step - AHEAD not in held.counts:
            return None  # it trained on: its weights are new by right
        looked_at = (("weights", self.model, again.model), ("slots", self.optimizer, again.optimizer))
        for key, name, arrays in looked_at:
            if any(not _among(array, held.arrays) for array in arrays):
                says = f"The count comes back from your checkpoint, but the numbers of {name} don't."
                return Mismatch(f"lost {key}", says, "the saved numbers", "others", _SAME_OBJECTS)
        return None

    def _second_failed(self, given: CheckInput) -> Mismatch:
        assert given.follow_up is not None
        error = given.follow_up.error
        if error is not None:
            why = explain_error(error.type, error.message)
            says = f"Run again on its checkpoint, your program ends in an error: {why.reason}"
            return Mismatch("error", words.clipped(says, 240), seen=why.seen, advice=why.advice)
        how = given.follow_up.sentence or "it did not come to its end."
        return Mismatch("ended", f"Run again on its own checkpoint, your program did not finish: {how}")


_SAVE = 'tf.train.CheckpointManager(checkpoint, "{folder}", max_to_keep=2) and its `save()` write one.'
_COUNTED = "Put the count into tf.train.Checkpoint(...) as well, and start the loop from it."
_RESTORE = "Before the loop: `checkpoint.restore(manager.latest_checkpoint)`, and count on from there."
_SAME_OBJECTS = "Restore into the very objects that you train with, before the first step."


@dataclass(frozen=True)
class _Ended:
    """What a run of the program ended with."""

    step: int = 0
    iterations: int = 0
    model: Arrays = ()
    optimizer: Arrays = ()
    error: Raised | None = None


@dataclass(frozen=True)
class _Held:
    """What the newest checkpoint holds. ``counts``: its whole numbers, as they were saved."""

    counts: tuple[int, ...] = ()
    arrays: Arrays = ()
    empty: bool = False
    files: tuple[str, ...] = ()


def _ended(value: Any) -> _Ended | None:
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("error"), Mapping):
        return _Ended(error=read_error(value["error"]))
    if not isinstance(value.get("step"), int):
        return None
    iterations = value.get("iterations")
    steps = value["step"], iterations if isinstance(iterations, int) else 0
    return _Ended(*steps, _arrays(value.get("model")), _arrays(value.get("optimizer")))


def _held(value: Any) -> _Held | None:
    if not isinstance(value, Mapping):
        return None
    if value.get("empty"):
        return _Held(empty=True, files=tuple(map(str, value.get("files", ()))))
    counts, arrays = value.get("counts"), value.get("arrays")
    if not isinstance(counts, Mapping) or not isinstance(arrays, Mapping):
        return None
    return _Held(tuple(x for x in counts.values() if isinstance(x, int)), _arrays(list(arrays.values())))


def _arrays(value: Any) -> Arrays:
    held = value if isinstance(value, Sequence) else ()
    return tuple(array.numpy() for array in held if isinstance(array, Array))


def _among(array: numpy.ndarray[Any, Any], saved: Arrays) -> bool:
    import numpy

    alike = (array.shape == other.shape and numpy.allclose(array, other, _CLOSE, _CLOSE) for other in saved)
    return any(alike)
