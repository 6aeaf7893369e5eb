"""The question of a quiz or a prediction: its options or a line to type in, and what is said to it."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tftutor.course.answers import LETTERS, AnswerVerdict, asks, shuffled
from tftutor.course.model import Predict, Quiz
from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.prose import inline
from tftutor.presentation.text import flowing, printable
from tftutor.presentation.verdicts import Row
from tftutor.tui.widgets.choices import Choices
from tftutor.tui.widgets.paragraphs import Paragraphs
from tftutor.tui.widgets.prose import Prose
from tftutor.tui.widgets.words_input import WordsInput


def choice_in_words(question: Quiz | Predict, letters: str) -> str:
    """`b` as `b) a table`, for each letter."""
    chosen = [LETTERS.index(letter) for letter in letters.split()]
    texts = [flowing(inline(in_markdown(question.options[number].text))) for number in chosen]
    return ", ".join(f"{LETTERS[number]}) {text}" for number, text in zip(chosen, texts, strict=True))


class QuestionForm(Vertical):
    """Shows one question at a time. `Answered` carries the answer as `course.answers.judge` reads it."""

    DEFAULT_CSS = """
    QuestionForm { height: auto; padding: 0 1; margin: 0 0 1 0; }
    QuestionForm Input { margin: 0 0 1 0; width: 100%; max-width: 50; height: 3; }
    QuestionForm #said { height: auto; margin: 1 0 0 0; }
    QuestionForm #form { height: auto; color: $text-muted; }
    QuestionForm Prose { padding: 0; margin: 1 0 0 2; }
    """

    class Answered(Message):
        """The learner has answered."""

        def __init__(self, given: str) -> None:
            super().__init__()
            self.given = given

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question: Quiz | Predict | None = None

    def compose(self) -> ComposeResult:
        yield Choices(id="choices")
        yield WordsInput(id="typed", compact=False, select_on_focus=False)
        yield Static(id="form")
        yield Static(id="said")
        yield Prose(id="why")

    def show(self, question: Quiz | Predict | None) -> None:
        """Another question, or none. Nothing of the one before is kept."""
        self._question = question
        self.display = question is not None
        self.query_one("#said", Static).display = False
        self.query_one("#why", Prose).display = False
        if question is None:
            return
        several = sum(option.right for option in question.options) > 1
        order = question.answer is not None and question.answer.order is not None
        texts = shuffled(question) if order else [option.text for option in question.options]
        choices, typed = self.query_one(Choices), self.query_one(Input)
        choices.display = bool(texts)
        choices.show(texts, several=several, answers=bool(question.options))
        typed.display = not question.options
        typed.value = ""
        typed.placeholder = "your answer"
        form = self.query_one("#form", Static)
        how = "; Enter answers" if typed.display else " or Enter on one"
        if several:
            how = ": a letter marks, Enter answers"
        form.update(Text(f"Answer with {asks(question)}{how}."))

    def say(self, verdict: AnswerVerdict) -> None:
        """What is said to the answer; another can be given."""
        head = "✓ That is it.  " if verdict.right else "✗ Not yet.  "
        row = Row("passed" if verdict.right else "failed", f"Your answer: {verdict.shown}", head=head)
        self._say(row)
        self.query_one("#why", Prose).tell(verdict.says)
        self.query_one(Input).action_select_all()  # the next answer takes the place of this one

    def explain(self, sentence: str) -> None:
        """A sentence in place of a verdict: the answer could not be read."""
        self._say(Row("text", flowing(sentence)))
        self.query_one("#why", Prose).display = False

    def focus_answer(self) -> None:
        """Puts the keyboard where the answer is given."""
        if self._question is not None:
            self.taker.focus()

    @property
    def choices(self) -> Choices:
        """The options, shown or not."""
        return self.query_one(Choices)

    @property
    def taker(self) -> Widget:
        """What takes the answer: the options, or the line."""
        asked = self._question
        return self.choices if asked is not None and asked.options else self.query_one(Input)

    def _say(self, row: Row) -> None:
        said = self.query_one("#said", Static)
        said.display = True
        said.update(Paragraphs((row,), {"passed": "bold green", "failed": "bold yellow"}))

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self.post_message(self.Answered(event.letters))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(self.Answered(printable(event.value)))

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            event.input.scroll_visible(animate=False)
