"""What is being waited for: one line that is drawn over on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from tftutor.cli.display import Display, Part
from tftutor.presentation import data_progress

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

    from tftutor.data import Progress

_REFRESH_PER_SECOND = 5


class ProgressLine(AbstractContextManager["ProgressLine"]):
    """Lines of output, with a line below them of what is under way. Several threads may use it.

    ``stopping`` tells whether the reader has asked for an end.
    """

    def __init__(self, display: Display, stopping: Callable[[], bool] = lambda: False) -> None:
        self._display = display
        self._stopping = stopping
        self._since: dict[str, float] = {}
        self._doing: dict[str, str] = {}
        self._lock = threading.Lock()
        self._live: Live | None = None
        self.note = ""

    def __enter__(self) -> ProgressLine:
        if self._display.live:
            from rich.live import Live

            self._live = Live(
                console=self._display.console,
                refresh_per_second=_REFRESH_PER_SECOND,
                transient=True,
                get_renderable=self._renderable,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.__exit__(kind, error, trace)

    @property
    def live(self) -> bool:
        """Whether what is under way can be seen."""
        return self._display.live

    def line(self, *parts: Part) -> None:
        """A line that stays."""
        self._display.line(*parts)

    def begin(self, name: str, doing: str = "") -> None:
        """From now on ``name`` is under way; ``doing`` says what it waits for."""
        with self._lock:
            self._since.setdefault(name, time.monotonic())
            self._doing[name] = doing

    def end(self, name: str) -> None:
        """``name`` is no longer under way."""
        with self._lock:
            self._since.pop(name, None)
            self._doing.pop(name, None)

    def _renderable(self) -> Text:
        from rich.text import Text

        return Text(self._words(), style="dim", no_wrap=True, overflow="ellipsis")

    def _words(self) -> str:
        now = time.monotonic()
        with self._lock:
            under_way = [
                f"{name}{f' ({doing})' if (doing := self._doing.get(name)) else ''} {now - since:.0f} s"
                for name, since in self._since.items()
            ]
        if self._stopping():
            return "stopping; Ctrl+C once more ends at once"
        return "   ".join([*([self.note] if self.note else []), *under_way])


class DataProgressLine:
    """Shows how far a data set is, in a `ProgressLine` or, without a terminal, as a line a stage."""

    def __init__(self, waiting: ProgressLine, display: Display) -> None:
        self._waiting = waiting
        self._display = display
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        stage = data_progress.stage(progress)
        if stage != self._stage:
            if self._stage:
                self._waiting.end(self._stage)
            self._stage = stage
            if not self._waiting.live:
                self._display.line(f"{stage} ...")
        self._waiting.begin(stage, data_progress.progress_bar(progress))

    def finish(self) -> None:
        """Nothing is being fetched or prepared any more."""
        if self._stage:
            self._waiting.end(self._stage)
            self._stage = ""
