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
from tftutor.presentation.what_to_try import help_left, what_to_try
from tftutor.tui.host import host_of
from tftutor.tui.keys import with_keys
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

    HELP = (
        "What the checks say of your code. {go-to-line} goes to the line they speak of, {hint} gives a hint."
    )

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
        self._show_hints(step.hints[:hints] if isinstance(step, Exercise | Task) else ())
        tip = (
            "{next-step}  goes on to the next step."
            if passed
            else _what_to_try(ref, outcome, hints, checking)
        )
        self.query_one("#try", Static).update(Text(with_keys(tip, host_of(self).keys)))

    def hint_in_view(self) -> None:
        """Scrolls to the last hint."""
        self.call_after_refresh(self.scroll_end, animate=False)

    def _verdict(self, outcome: Outcome | None, attempts: int, checking: bool) -> Paragraphs:
        if outcome is None:
            before = "It was checked before. {check} checks it as it stands now."
            said = _CHECKING if checking else before if attempts else "Not checked yet."
            return Paragraphs((Row("text", with_keys(said, host_of(self).keys), indent=0),), {})
        found = list(rows(outcome))
        attempt = what_to_try(outcome, attempts=attempts, hints_seen=0).attempt
        if attempt:
            found += [GAP, Row("skipped", f"attempt {attempt}", head="  ")]
        return Paragraphs(tuple(found), {**_STYLES, "reason": _REASONS.get(outcome.status, "bold")})

    def _show_hints(self, hints: Sequence[str]) -> None:
        parts = [f"**Hint {number}.** {text.strip()}" for number, text in enumerate(hints, 1)]
        self.query_one("#hints", Prose).tell("\n\n".join(parts))


def _what_to_try(ref: StepRef, outcome: Outcome | None, hints_seen: int, checking: bool) -> str:
    if not isinstance(ref.step, Exercise | Task):
        return ""
    hint, hints, solution = help_left(ref, hints_seen)
    keys = [] if outcome is not None or checking else ["{check}  checks"]
    if hint:
        keys.append(f"{{hint}}  hint {hint} of {hints}")
    if solution and (not hint or outcome is not None):
        keys.append("{solution}  the solution")
    if isinstance(ref.step, Task):
        keys.append("{shell}  a shell")
    return "   ".join(keys)
