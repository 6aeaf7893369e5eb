"""How far a training is, read from what it prints: Keras's bar, tqdm's, and lines like `step 40 of 1000`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

_NUMBER = r"(\d[\d,]{0,14})"
_EPOCH = re.compile(rf"\bepoch\s*[:#=]?\s*{_NUMBER}\s*(?:of|/)\s*{_NUMBER}", re.IGNORECASE)
_STEP = re.compile(
    rf"\b(?:step|iteration|iter|batch)\s*[:#=]?\s*{_NUMBER}(?:\s*(?:of|/)\s*{_NUMBER})?", re.IGNORECASE
)
_KERAS = re.compile(rf"^\s*{_NUMBER}/(?:{_NUMBER}|Unknown)\s+(?:[━\[]|- \d)|^\s*{_NUMBER}/Unknown\s")
_TQDM = re.compile(rf"\d%\|.*\|\s*{_NUMBER}/{_NUMBER}\s*\[")
_METRIC = re.compile(
    r"\b((?:validation |held-out |test )?(?:loss|accuracy|acc|error|perplexity)|val_\w+)"
    r"(?:\s*[:=]\s*|\s+)"
    r"([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?: ?%)?)",
    re.IGNORECASE,
)
_LONGEST = 500
_TOO_SOON = 0.5  # seconds before which no time left is told
_MOST_METRICS = 4


@dataclass(frozen=True)
class TrainingState:
    """How far a training is. ``steps`` and ``epochs`` are 0 where nobody has said how many there are.

    epoch_over    the epoch's line came at its end, as loops print it that are written by hand
    metrics       names and values as they were printed: `("loss", "0.271")`
    seconds_left  until the last step of the last epoch, at the speed so far; None while unknown
    per_second    steps a second in this epoch; None while unknown
    """

    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    epoch_over: bool = False
    metrics: tuple[tuple[str, str], ...] = ()
    seconds_left: float | None = None
    per_second: float | None = None

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None where no total is known."""
        within = min(1.0, self.step / self.steps) if self.steps else float(self.epoch_over)
        if self.epochs:
            return min(1.0, max(0.0, (self.epoch - 1 + within) / self.epochs))
        return within if self.steps else None


class TrainingReader:
    """Is shown what a run printed, a few times a second, and says how far it is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._state = TrainingState()
        self._seen = 0  # lines that said something
        self._began: tuple[float, float] | None = None  # when, and the share that was done then
        self._step_began: tuple[float, int] | None = None

    def read(self, lines: Iterable[str], live: str) -> TrainingState | None:
        """``lines``: the newest finished lines, without colours. None while nothing tells of a training."""
        for line in lines:
            self._take(line[:_LONGEST])
        self._take(live[:_LONGEST])
        state = self._state
        # One lone `step 3` may be part of any sentence; a total, or a second one, is a training.
        return state if state.share is not None or self._seen > 1 else None

    def _take(self, line: str) -> None:
        found = _epoch_of(line, self._state) or _step_of(line, self._state)
        if found is None or found == self._without_times():
            return
        before, now = self._state, self._clock()
        if found.step < before.step or found.epoch != before.epoch:
            self._step_began = None
        if self._step_began is None and found.step:
            self._step_began = now, found.step
        share, earlier = found.share, before.share
        if self._began is None or (share is not None and earlier is not None and share < earlier):
            self._began = now, share or 0.0
        self._seen += found.step != before.step
        self._state = replace(found, seconds_left=self._left(share, now), per_second=self._speed(found, now))

    def _without_times(self) -> TrainingState:
        return replace(self._state, seconds_left=None, per_second=None)

    def _left(self, share: float | None, now: float) -> float | None:
        if share is None or self._began is None:
            return None
        began, at = self._began
        if share >= 1.0:
            return 0.0
        if now - began < _TOO_SOON or share <= at:
            return None
        return (1.0 - share) * (now - began) / (share - at)

    def _speed(self, state: TrainingState, now: float) -> float | None:
        if self._step_began is None:
            return None
        began, at = self._step_began
        return (state.step - at) / (now - began) if now - began >= _TOO_SOON and state.step > at else None


def _epoch_of(line: str, state: TrainingState) -> TrainingState | None:
    match = _EPOCH.search(line)
    if match is None:
        return None
    epoch, epochs = _int(match[1]), _int(match[2])
    if not 0 <= epoch <= epochs:
        return None
    same = (epoch, epochs) == (state.epoch, state.epochs)
    step = _STEP.search(line)
    metrics = _metrics(line)
    found = TrainingState(
        epoch, epochs, state.step if same else 0, state.steps if same else 0, metrics=metrics
    )
    if metrics and not step and not found.steps:  # Keras says the epoch as it begins, without any figures
        found = replace(found, epoch_over=True)
    if step:
        found = replace(found, step=_int(step[1]), steps=_int(step[2]) if step[2] else found.steps)
    return found if found.metrics else replace(found, metrics=state.metrics)


def _step_of(line: str, state: TrainingState) -> TrainingState | None:
    keras = _KERAS.match(line)
    match = keras or _TQDM.search(line) or _STEP.search(line)
    if match is None:
        return None
    numbers = [_int(group) for group in match.groups() if group]
    step, steps = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if steps and step > steps:
        return None
    epoch, epochs = state.epoch, state.epochs
    if keras and epochs == epoch and state.steps and state.step == state.steps and step < state.step:
        epoch = epochs = 0  # the last epoch was over: this bar is another one, of `evaluate` perhaps
    metrics = _keras_metrics(line) if keras else _metrics(line)
    return TrainingState(epoch, epochs, step, steps, metrics=metrics or state.metrics)


def _keras_metrics(line: str) -> tuple[tuple[str, str], ...]:
    """`... 4ms/step - accuracy: 0.61 - loss: 1.3`"""
    pairs = [part.partition(": ") for part in line.split(" - ")[1:]]
    return tuple((name.strip(), value.strip()) for name, _, value in pairs if value)[:_MOST_METRICS]


def _metrics(line: str) -> tuple[tuple[str, str], ...]:
    return tuple((match[1], match[2]) for match in _METRIC.finditer(line))[:_MOST_METRICS]


def _int(text: str) -> int:
    return int(text.replace(",", ""))


def training_words(state: TrainingState, *, metrics: bool = True) -> str:
    """`epoch 2 of 5   step 6,240 of 10,000   62 %   4 s left   1,480 steps/s   loss 0.271`"""
    parts = []
    if state.epochs:
        parts.append(f"epoch {state.epoch:,} of {state.epochs:,}")
    if state.step:
        parts.append(f"step {state.step:,}" + (f" of {state.steps:,}" if state.steps else ""))
    if state.share is not None:
        parts.append(f"{int(100 * state.share)} %")
    if state.seconds_left:
        parts.append(f"{duration(state.seconds_left)} left")
    if state.per_second and state.per_second >= 1:
        parts.append(f"{state.per_second:,.0f} steps/s")
    if metrics and state.metrics:
        parts.append("  ".join(f"{name} {value}" for name, value in state.metrics))
    return "   ".join(parts)


def duration(seconds: float) -> str:
    """`4 s`, `2 min 10 s`, `1 h 5 min`: as people say it."""
    whole = max(1, round(seconds))
    if whole < 100:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
