"""The pane of the verdict: the reason first, then the evidence, then what to try; and the hints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tftutor.course.model import Exercise, StepRef, Task
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.verdicts import GAP, Row, rows
from tftutor.tui.widgets.paragraphs import Paragraphs
from tftutor.tui.widgets.prose import Prose

_STYLES = {
    "passed": "green",
    "failed": "yellow",
    "broken": "magenta",
    "skipped": "dim",
    "figure": "dim",
    "error": "bold",
}
_REASONS = {
    "passed": "bold green",
    "failed": "bold yellow",
    "timeout": "bold yellow",
    "broken": "bold magenta",
}
_CHECKING = "It is being checked. What comes of it will stand here."


class ChecksPane(VerticalScroll, can_focus=True):
    """Shows the last outcome of the step, and the hints that were asked for."""

    DEFAULT_CSS = """
    ChecksPane { scrollbar-size-vertical: 1; }
    ChecksPane > Static { height: auto; padding: 0 1; margin: 0 0 1 0; }
    ChecksPane > Prose { padding: 0 1; }
    ChecksPane > #try { color: $text-muted; margin: 0; }
    """

    HELP = "What the checks say of your code. l goes to the line they speak of, h gives a hint."

    def compose(self) -> ComposeResult:
        yield Static(id="verdict")
        yield Prose(id="why")
        yield Prose(id="hints")
        yield Static(id="try")

    def show(
        self, ref: StepRef, outcome: Outcome | None, *, attempts: int, hints: int, checking: bool = False
    ) -> None:
        """The outcome of the step's last check, or why there is none. ``hints``: how many are shown."""
        self.query_one("#verdict", Static).update(self._verdict(outcome, attempts, checking))
        passed = outcome is not None and outcome.status == "passed"
        self.query_one("#why", Prose).tell(ref.step.after if passed else "")
        step = ref.step
        has_hints = isinstance(step, Exercise | Task)
        self._show_hints(step.hints[:hints] if isinstance(step, Exercise | Task) else ())
        what = "n  goes on to the next step." if passed else ""
        if has_hints and isinstance(step, Exercise | Task) and not passed:
            what = _what_to_try(step, hints, ran=outcome is not None, checking=checking)
        self.query_one("#try", Static).update(Text(what))

    def hint_in_view(self) -> None:
        """Scrolls to the last hint."""
        self.call_after_refresh(self.scroll_end, animate=False)

    def _verdict(self, outcome: Outcome | None, attempts: int, checking: bool) -> Paragraphs:
        if outcome is None:
            before = "It was checked before. Ctrl+J checks it as it stands now."
            said = _CHECKING if checking else before if attempts else "Not checked yet."
            return Paragraphs((Row("text", said, indent=0),), {})
        found = list(rows(outcome))
        if attempts > 1 and outcome.status in ("failed", "timeout"):
            found += [GAP, Row("skipped", f"attempt {attempts}", head="  ")]
        return Paragraphs(tuple(found), {**_STYLES, "reason": _REASONS.get(outcome.status, "bold")})

    def _show_hints(self, hints: Sequence[str]) -> None:
        parts = [f"**Hint {number}.** {text.strip()}" for number, text in enumerate(hints, 1)]
        self.query_one("#hints", Prose).tell("\n\n".join(parts))


def _what_to_try(step: Exercise | Task, hints: int, *, ran: bool, checking: bool) -> str:
    keys = [] if ran or checking else ["Ctrl+J  checks"]
    if hints < len(step.hints):
        keys.append(f"h  hint {hints + 1} of {len(step.hints)}")
    if isinstance(step, Exercise) and (hints >= len(step.hints) or ran):
        keys.append("s  the solution")
    if isinstance(step, Task):
        keys.append("!  a shell")
    return "   ".join(keys)
