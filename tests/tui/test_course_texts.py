"""Every text of the course as 80 columns draw it: no figure is broken, no signs are left over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.markdown import Markdown

from tftutor.cli.display import Display
from tftutor.course.answers import LETTERS
from tftutor.course.loader import default_folder, load_course
from tftutor.course.model import Exercise, Predict, Quiz, Run, StepRef, Task
from tftutor.course.pages import load_pages
from tftutor.presentation.formulas import in_markdown
from tftutor.presentation.prose import inline, plain
from tftutor.presentation.text import flowing, printable
from tftutor.presentation.verdicts import Row
from tftutor.tui.widgets.paragraphs import wrapped

COURSE = load_course(default_folder())
SCREEN = 80
STEP_PANE = 77  # a scroll bar, and a margin on either side
BELOW_AN_ANSWER = 75  # set in by two more
CODE_INDENT = 4

_FENCED = re.compile(r"^( *)(```|~~~)[^\n]*\n(.*?)^ *\2 *$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"``[^`]+``|`[^`]+`")
_LINK = re.compile(r"https?://\S+")
# "$5" is money and "x * 2" a product; the rest are signs of Markdown or of formulas.
_LEFT_OVER = re.compile(r"\$(?!\d)|(?<! )\*|\*(?! )|[\\`]|(?<!\w)_|_(?!\w)|^\s*#+ |\]\(|\[\]|&\w+;")


def prose_of(ref: StepRef) -> Iterator[tuple[str, int]]:
    """What is drawn as Markdown, with the columns that it has in the full screen."""
    step = ref.step
    yield step.text, STEP_PANE
    yield step.after, STEP_PANE
    if isinstance(step, Exercise | Task):
        yield from ((f"**Hint {n}.** {hint.strip()}", STEP_PANE) for n, hint in enumerate(step.hints, 1))
    if isinstance(step, Quiz | Predict):
        yield from ((option.says, BELOW_AN_ANSWER) for option in step.options)
        if step.answer:
            yield from ((says, BELOW_AN_ANSWER) for says in (step.answer.says, step.answer.otherwise))
            yield from ((wrong.says, BELOW_AN_ANSWER) for wrong in step.answer.wrong)


def rows_of(ref: StepRef) -> Iterator[str]:
    """What is drawn as plain rows: options, and what is said to a mistake."""
    step = ref.step
    if isinstance(step, Quiz | Predict):
        yield from (option.text for option in step.options)
    if isinstance(step, Exercise):
        yield from (mistake.says for mistake in step.mistakes)


@cache
def drawn(markdown: str, width: int) -> list[str]:
    """The rows of the full screen, as text."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False)
    console.print(Markdown(in_markdown(printable(markdown)), hyperlinks=False))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def in_ascii_letters(markdown: str) -> list[str]:
    """The rows of the command line on a terminal that knows only ASCII."""
    out = io.StringIO()
    Display(out, live=False, styled=False, width=SCREEN, unicode=False).markdown(markdown)
    return out.getvalue().splitlines()


def fixed_lines(markdown: str) -> list[str]:
    """Lines of code, figures and drawn formulas: nobody may break them."""
    blocks = (found[3] for found in _FENCED.finditer(in_markdown(markdown)))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def without_code(markdown: str) -> str:
    """The Markdown with blocks of code left out, and letters for code in a sentence."""
    text = _FENCED.sub("", in_markdown(markdown))
    for pattern in (_INLINE_CODE, _LINK):
        text = pattern.sub(lambda found: "x" * len(found[0]), text)
    return text


@pytest.mark.parametrize("session", [session.id for session in COURSE.sessions])
def test_texts_of_a_session_stand_whole_on_80_columns(session: str) -> None:
    troubles = [
        f"{ref.id}: {trouble}"
        for ref in COURSE.steps.values()
        if ref.session.id == session
        for trouble in troubles_of(ref)
    ]
    assert troubles == []


def troubles_of(ref: StepRef) -> Iterator[str]:
    for text, width in prose_of(ref):
        yield from troubles_of_prose(text, width)
    for text in rows_of(ref):
        rows = wrapped(Row("text", flowing(inline(in_markdown(text)))), STEP_PANE)
        yield from left_over(rows, inline(without_code(text)))
        yield from ("a block of code where one line is drawn" for _ in _FENCED.finditer(text))
    yield from (f"code is too wide: {line}" for line in code_of(ref) if cell_len(line) > SCREEN - CODE_INDENT)
    if isinstance(ref.step, Predict):  # not in an editor, which scrolls
        snippet = ref.step.code.splitlines()
        yield from (f"breaks: {line}" for line in snippet if cell_len(line) > STEP_PANE - CODE_INDENT)
    if isinstance(ref.step, Quiz | Predict) and len(ref.step.options) > len(LETTERS):
        yield "more options than letters"


def troubles_of_prose(text: str, width: int) -> Iterator[str]:
    rows = drawn(text, width)
    whole = {row.strip() for row in rows}
    yield from (f"breaks: {line}" for line in fixed_lines(text) if line not in whole)
    yield from left_over(drawn(without_code(text), width), "")
    for row in [*plain(in_markdown(text), SCREEN - 1), *in_ascii_letters(text)]:
        if cell_len(row) > SCREEN:
            yield f"wider than the screen on the command line: {row}"


def left_over(rows: list[str], source: str) -> Iterator[str]:
    for row in source.splitlines() or rows:
        if _LEFT_OVER.search(row):
            yield f"signs are left over: {row}"


def code_of(ref: StepRef) -> list[str]:
    step = ref.step
    if isinstance(step, Exercise):
        return [*step.starter.splitlines(), *step.solution.splitlines()]
    return step.code.splitlines() if isinstance(step, Run | Predict) else []


def test_pages_stand_whole_on_80_columns() -> None:
    pages = load_pages(default_folder()).pages
    assert [trouble for page in pages for trouble in troubles_of_prose(page.markdown, STEP_PANE)] == []


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("```\n" + "x" * 76 + "\n```", "breaks"),
        ("A *star that never ends.", "left over"),
        ("It costs $x, they say.", "left over"),
        (r"Half is \frac{1}{2} here.", "left over"),
        ("```\n" + "x" * 77 + "\n```", "wider"),
    ],
)
def test_what_is_broken_is_found(text: str, trouble: str) -> None:
    assert any(trouble in found for found in troubles_of_prose(text, STEP_PANE))
