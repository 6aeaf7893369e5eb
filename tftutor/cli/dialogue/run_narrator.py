"""A run while it goes on: what it prints, and every few seconds a line on how far it is."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tftutor.cli.dialogue.conversation import Conversation
from tftutor.data import Progress
from tftutor.presentation.data_progress import progress_words, stage
from tftutor.presentation.resuming import resumed_words
from tftutor.presentation.training import TrainingReader, TrainingState, duration
from tftutor.runtime.events import Caution, CodeEnded, Event, Output, Resumed, Started, Waiting
from tftutor.runtime.text import SafeText

EVERY = 5.0  # seconds of silence after which something is said
_BAR = re.compile(
    r" ?[━─╸╺]{4,} ?"
)  # Keras draws one in each line; read narrator, it is twenty words of nothing
_MOST_LINES = 200


class RunNarrator:
    """Listens to one run. ``shows``: whether what the program prints is told, or only how far it is."""

    def __init__(self, conversation: Conversation, *, shows: bool) -> None:
        self._conversation = conversation
        self._shows = shows
        self._texts = {"stdout": SafeText(), "stderr": SafeText()}
        self._reader = TrainingReader()
        self._training: TrainingState | None = None
        self._doing = ""
        self._last = ""  # line that the program printed
        self._lock = threading.Lock()
        self._began = self._spoke = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Tells what the run says."""
        with self._lock:
            if isinstance(event, Waiting):
                self._wait(event.what)
            elif isinstance(event, Caution):
                self._say(event.sentence)
            elif isinstance(event, Resumed):
                self._say(f"{resumed_words(event.at)} To begin again, stop it and say `restart`.")
            elif isinstance(event, Started):
                self._doing = ""
                self._began = time.monotonic()
            elif isinstance(event, CodeEnded) and not self._shows:
                self._doing = "looking at what your code left"
            elif isinstance(event, Output) and event.stream in self._texts:
                self._output(event)

    def data(self, progress: Progress) -> None:
        """Tells how far a data set is that the run waits for."""
        with self._lock:
            doing = stage(progress)
            if doing != self._doing.partition(",")[0]:
                self._wait(doing)
            self._doing = progress_words(progress)

    def finish(self) -> None:
        """What was still held back."""
        with self._lock:
            for text in self._texts.values():
                rest = text.finish()
                self._tell(f"{rest}\n" if rest else "")

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """While this lasts, silence is broken every few seconds."""
        over = threading.Event()
        speaker = threading.Thread(target=self._break_silence, args=(over,), daemon=True)
        console = self._conversation.console
        with console.without_pauses():
            speaker.start()
            self._conversation.on_data = self.data
            try:
                yield
            finally:
                self._conversation.on_data = None
                over.set()
                speaker.join()

    def _break_silence(self, over: threading.Event) -> None:
        while not over.wait(0.5):
            with self._lock:
                if time.monotonic() - self._spoke >= EVERY:
                    self._say(f"still {self._how_far()}")

    def _how_far(self) -> str:
        seconds = duration(time.monotonic() - self._began)
        if self._doing:
            return f"waiting: {self._doing}, {seconds}"
        if self._training:
            return f"training: {_words(self._training)}"
        printed = f"; it last printed: {self._last}" if self._last and not self._shows else ""
        return f"running, {seconds}{printed}"

    def _output(self, event: Output) -> None:
        self._doing = ""
        text = self._texts[event.stream].feed(event.text)
        if event.stream == "stdout":
            lines = text.splitlines()[-_MOST_LINES:]
            self._last = next((line.strip() for line in reversed(lines) if line.strip()), self._last)
            self._training = self._reader.read(lines, self._texts["stdout"].live) or self._training
        self._tell(text)

    def _tell(self, text: str) -> None:
        if text and self._shows:
            self._conversation.console.written(_BAR.sub(" ", text))
            self._spoke = time.monotonic()

    def _wait(self, what: str) -> None:
        if what != self._doing:
            self._doing = what
            self._say(f"{what} ...")

    def _say(self, sentence: str) -> None:
        self._conversation.console.say(sentence)
        self._spoke = time.monotonic()


def _words(state: TrainingState) -> str:
    """`epoch 3 of 10, step 120 of 860, 12 s left, loss 0.27`"""
    parts = []
    if state.epochs:
        parts.append(f"epoch {state.epoch:,} of {state.epochs:,}")
    if state.step and not (state.epochs and state.seconds_left):
        parts.append(f"step {state.step:,}" + (f" of {state.steps:,}" if state.steps else ""))
    if state.seconds_left:
        parts.append(f"{duration(state.seconds_left)} left")
    parts += [f"{name} {value}" for name, value in state.metrics[:2]]
    return ", ".join(parts)
