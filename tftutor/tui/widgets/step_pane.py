"""The pane to read: a step's text, its question, and, once it is done, why it matters."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tftutor.course.answers import AnswerVerdict
from tftutor.course.model import Exercise, Predict, Quiz, Run, StepRef, Task
from tftutor.presentation.text import flowing, printable
from tftutor.tui.host import host_of
from tftutor.tui.keys import with_keys
from tftutor.tui.widgets.prose import Prose
from tftutor.tui.widgets.question import QuestionForm

_KINDS = {
    "read": "",
    "run": "run and change",
    "predict": "predict",
    "exercise": "exercise",
    "quiz": "question",
    "task": "on your machine",
}


class StepPane(VerticalScroll, can_focus=True):
    """Shows one step at a time."""

    DEFAULT_CSS = """
    StepPane { scrollbar-size-vertical: 1; }
    StepPane > #title { height: auto; padding: 0 1; margin: 0 0 1 0; }
    StepPane > Prose { margin: 0 0 1 0; max-width: 92; }
    StepPane > #then { height: auto; padding: 0 1; color: $text-muted; }
    """

    HELP = (
        "Read here. Arrows and PageDown scroll. A question is answered by its letter, or by typing and "
        "Enter; Escape leaves the line, so that keys act again."
    )

    _asks = False

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Prose(id="text")
        yield Prose(id="snippet")
        yield QuestionForm(id="question")
        yield Prose(id="after")
        yield Static(id="then")

    def show(self, ref: StepRef, *, done: bool, then: str, aside: str = "") -> None:
        """Another step, from its top. ``then``: what the learner does next here, in words.

        ``aside``: why it does not count for finishing the lesson, where it does not.
        """
        step = ref.step
        title = Text(printable(flowing(step.title)), style="bold")
        if _KINDS[step.kind]:
            title.append(f"   {_KINDS[step.kind]}", style="dim not bold")
        if aside:
            title.append(f"   ({aside})", style="dim not bold")
        self.query_one("#title", Static).update(title)
        self.query_one("#text", Prose).tell(step.text)
        self.query_one("#snippet", Prose).tell_code(step.code if isinstance(step, Predict) else "")
        self.question.show(step if isinstance(step, Quiz | Predict) else None)
        self.scroll_home(animate=False)
        self.finish(ref, done=done, then=then)

    def finish(self, ref: StepRef, *, done: bool, then: str) -> None:
        """What stands below the step: why it matters once it is done, and what to do next."""
        self._asks = self.question.display and not done
        self.query_one("#after", Prose).tell(ref.step.after if done else "")
        self.query_one("#then", Static).update(Text(with_keys(then, host_of(self).keys)))

    def say(self, verdict: AnswerVerdict) -> None:
        """What is said to an answer, brought into view. Once it is right, keys act again."""
        self.question.say(verdict)
        if verdict.right:
            self.focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    def focus_target(self) -> Widget:
        """Where the keyboard goes: to a question that waits for its answer; else to the text, to scroll."""
        return self.question.taker if self._asks else self

    @property
    def question(self) -> QuestionForm:
        """The question, shown or not."""
        return self.query_one(QuestionForm)


def what_to_do(ref: StepRef, *, done: bool, last: bool) -> str:
    """The one thing to do next in this step; ids of actions in braces stand for their keys."""
    step = ref.step
    onward = "That was the last step of the course." if last else "{next-step}  goes on to the next step."
    if done:
        return onward
    if isinstance(step, Exercise):
        return "{pane-code}  opens your code,  {run}  runs it,  {check}  checks it."
    if isinstance(step, Run):
        return "{run}  runs the code;  {pane-code}  shows it, and you may change it as you like."
    if isinstance(step, Predict):
        return "Answer first. Then  {run}  runs the code, and you can compare."
    if isinstance(step, Quiz):
        return "Answer the question above."
    if isinstance(step, Task):
        return "{shell}  opens a shell.  {check}  looks at your machine again."
    return onward
