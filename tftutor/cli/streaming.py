"""A program's output on the screen while it runs, made safe, and how it ended."""

from __future__ import annotations

from tftutor.cli.display import Display
from tftutor.data import Progress
from tftutor.presentation.data_progress import progress_bar, stage
from tftutor.presentation.resuming import resumed_words
from tftutor.runtime.events import Caution, Event, Output, Resumed, Waiting
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.text import SafeText

_ERASE = "\r\x1b[K"


class Streaming:
    """Listens to one run. The program's output goes to ``out``, all else to ``err``."""

    def __init__(self, out: Display, err: Display, *, log: bool) -> None:
        self._err = err
        self._log = log
        self._displays = {"stdout": out, "stderr": err, "log": err}
        self._texts = {name: _safe(display) for name, display in self._displays.items()}
        self._wait_shown = False
        self._at_line_start = True

    def __call__(self, event: Event) -> None:
        """Shows what the run says."""
        if isinstance(event, Waiting):
            self._wait(event.what)
            return
        self._end_wait()
        if isinstance(event, Caution):
            self._err.wrapped(event.sentence, style="bold yellow")
        if isinstance(event, Resumed):
            self._err.wrapped(f"{resumed_words(event.at)} To begin again, stop it and add --from-start.")
        if isinstance(event, Output) and (event.stream != "log" or self._log):
            self._write(event.stream, self._texts[event.stream].feed(event.text))

    def data(self, progress: Progress) -> None:
        """Shows how far a data set is that the run waits for."""
        self._wait(f"{stage(progress)} {progress_bar(progress)}".strip())

    def finish(self, evidence: Evidence) -> None:
        """What was still held back, and one line on how it ended."""
        self._end_wait()
        for name, text in self._texts.items():
            self._write(name, text.finish())
        if not self._at_line_start:
            self._err.line()
        seconds = f"{evidence.usage.seconds:.1f} s"
        if evidence.error and evidence.ending == "error":
            # Python has shown the learner's lines already.
            self._err.line((f"Stopped after {seconds} by an error, {evidence.error.type}.", "bold yellow"))
        elif evidence.ending == "finished":
            self._err.line((f"Finished in {seconds}, on the {evidence.device.upper()}.", "dim"))
        else:
            self._err.wrapped(evidence.sentence or f"It ended after {seconds}.", style="bold yellow")

    def _write(self, name: str, text: str) -> None:
        if not text:
            return
        stream = self._displays[name].stream
        stream.write(text)
        stream.flush()
        self._at_line_start = text.endswith("\n")

    def _wait(self, what: str) -> None:
        """Only on a terminal, and only until something else has to be shown."""
        if self._err.live and self._at_line_start:
            self._err.stream.write(f"{_ERASE}{what} ..."[: self._err.width + len(_ERASE) - 1])
            self._err.stream.flush()
            self._wait_shown = True

    def _end_wait(self) -> None:
        if self._wait_shown:
            self._err.stream.write(_ERASE)
            self._err.stream.flush()
            self._wait_shown = False


def _safe(display: Display) -> SafeText:
    return SafeText(
        colours=display.styled, rewrite=display.live, width=display.width if display.live else None
    )
