"""The static half of the author's gate: what can be seen in a lesson without running it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.authoring.text_layout import lay_out
from tftutor.authoring.texts import static_problems
from tftutor.checks import KINDS
from tftutor.course.glossary import Glossary, GlossaryEntry
from tftutor.course.loader import load_lesson_file

GLOSSARY = Glossary((GlossaryEntry(word="gradient", says="How fast it changes.", also=("gradients",)),))

LESSON = """\
id: slopes
title: Slopes
minutes: 3
words: [gradient]
steps:
  - id: slope
    kind: exercise
    title: Find the slope
    words: [Gradients]
    text: |
      Put the slope of the line into `slope`.
    starter: |
      import math

      rise = 3
      slope = ...
    solution: |
      import math

      rise = 3
      slope = rise / math.sqrt(4)  # run is 2
      print(slope)
    also:
      - change: {"math.sqrt(4)": "2"}
    hints:
      - A slope is a quotient.
      - Divide `rise` by the root, which `math.sqrt` finds.
      - Write `slope = rise / math.sqrt(4)`.
    checks: [anything]
    mistakes:
      - name: product
        change: {"rise /": "rise *"}
        says: You multiplied.
      - name: upside down
        code: |
          slope = 2 / 3
        says: You divided the other way round.
  - id: guess
    kind: predict
    title: Guess
    text: What is printed?
    code: print(6 / 4)
    proof: 6 / 4 == 1.5
    answer:
      number: 1.5
      wrong:
        - {answer: 1, says: "`/` keeps the fraction; `//` does not."}
  - id: choose
    kind: quiz
    title: Choose
    text: Which one?
    options:
      - {text: up, right: true, says: Yes.}
      - {text: down, says: No.}
"""


@pytest.fixture
def problems_with(tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of the lesson with one text in it replaced, each as `line: sentence`."""

    def replace(old: str = "", new: str = "") -> list[str]:
        assert old in LESSON
        file = tmp_path / "slopes.yaml"
        file.write_text(LESSON.replace(old, new, 1) if old else LESSON, encoding="utf-8")
        problems = static_problems(load_lesson_file(file), GLOSSARY)
        assert all(problem.file == file for problem in problems)
        return [f"{problem.line}: {problem.sentence}" for problem in problems]

    return replace


def test_a_sound_lesson_has_no_problems(problems_with: Callable[..., list[str]]) -> None:
    assert problems_with() == []


LONG = "Words and words and more words of a text that does not come to an end. "
WIDE = "x" * 77


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      Put the slope", f"      {LONG * 25}\n\n      Put the slope",
         "10: `text` takes 26 rows of a terminal 80 columns wide; 20 fit before something is done"),
        ("A slope is a quotient.", LONG * 7, "26: `hints` takes 7 rows of a terminal 80 columns wide; 6 fit"),
        ("You multiplied.", LONG * 5, "33: `says` takes 5 rows of a terminal 80 columns wide; 4 fit"),
        ("says: Yes.", f'says: "{LONG * 5}"', "53: `says` takes 5 rows of a terminal 80 columns wide; 4 fit"),
        ("text: up", f"text: {LONG * 4}", "53: `text` takes 4 rows of a terminal 80 columns wide; 3 fit"),
        ("into `slope`.\n", f"into `slope`.\n\n      ```\n      {WIDE}\n      ```\n",
         "14: this line is 77 columns wide; code and tables may have 76"),
        ("into `slope`.\n", f"into `slope`.\n\n      | a | {WIDE} |\n",
         "13: this line is 85 columns wide; code and tables may have 76"),
        ("into `slope`.\n", "into `slope`.\n\n      ```\n      x\n",
         "13: a code block or formula begins here and does not end"),
        ("rise = 3\n      slope = ...", f"rise = 3\n      slope = ...  # {WIDE}",
         "16: this line of the code is 92 columns wide; it may have 76"),
        ("title: Slopes", f"title: {WIDE}", "2: `title` is 77 columns wide; 76 fit on its line"),
        ("words: [gradient]", "words: [gradeint]",
         "4: the glossary has no word `gradeint`; did you mean `gradient`?"),
        ("words: [Gradients]", "words: [Gradients, epoch]", "9: the glossary has no word `epoch`"),
        ("A slope is a quotient.", "Write `slope=rise /  math.sqrt(4)`.",
         "26: this hint holds a line of the solution, `slope = rise / math.sqrt(4)`; only the last hint may"),
        ("A slope is a quotient.", "End with `print(slope)`.",
         "26: this hint holds a line of the solution, `print(slope)`; only the last hint may"),
        ('"math.sqrt(4)": "2"', '"math.sqrt(5)": "2"',
         "24: the solution has no text 'math.sqrt(5)' to change"),
        ('"rise /": "rise *"', '"rise /": "rise  /"',
         "31: the mistake `product` is the same program as the solution"),
        ("slope = 2 / 3", "import math\n          rise = 3\n          slope = rise * math.sqrt(4)\n"
         "          print(slope)",
         "34: the mistake `upside down` is the same program as the mistake `product`"),
        ("name: upside down", "name: product", "34: two mistakes have the name `product`"),
        ('{"math.sqrt(4)": "2"}', '{"# run is 2": "# the same"}',
         "24: item 1 of `also` is the same program as the solution"),
        ("      slope = ...", "      slope = rise / math.sqrt(4)\n      print(slope)",
         "12: the starter is the same program as the solution"),
        ("      slope = ...", "      slope =", "12: `starter` is not Python in line 4: invalid syntax"),
        ('"rise /": "rise *"', '"rise /": "rise )"',
         "32: the mistake `product` is not Python in line 4: unmatched ')'"),
        ("proof: 6 / 4 == 1.5", "proof: x = 1", "43: `proof` is not Python"),
        ("answer: 1,", "answer: 1.5,", "47: `1.5` counts as right"),
        ("answer: 1,", "answer: one,", "47: `one` is not a number"),
        ("text: down", "text: UP", "54: options a and b read alike"),
        ("text: What is printed?", "text: What is printed?\n    device: gpu",
         "38: a step with `device: gpu` says what it would show: give `would_show`"),
        ("text: What is printed?", f"text: What is printed?\n    device: gpu\n    would_show: {LONG * 5}",
         "43: `would_show` takes 5 rows of a terminal 80 columns wide; 4 fit"),
    ],
)  # fmt: skip
def test_each_slip_is_found_on_its_line(
    problems_with: Callable[..., list[str]], old: str, new: str, said: str
) -> None:
    (found,) = problems_with(old, new)
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("keeps", "checks", "said"),
    [
        ("logs", "[tensorboard: {logs: logs/training, graph: true}]",
         ["29: the check `tensorboard` does not find `logs/training`: `keeps: [logs]` takes the whole folder "
          "away as one; keep `logs/training` in its place"]),
        ("'*'", "[files: {path: logs/one/two.txt}]",
         ["29: the check `files` does not find `logs/one/two.txt`: `keeps: [*]` takes the whole folder "
          "away as one; keep `logs/one/two.txt` in its place"]),
        ("out.txt", "[files: {path: logs}, tensorboard: {logs: 'logs/*', graph: true}]",
         ["29: the check `tensorboard` does not find `logs/*`: the check `files` takes all of `logs` away as "
          "one; have both look at the same"]),
        ("logs", "[tensorboard: {logs: logs, graph: true}]", []),
        ("logs/training", "[tensorboard: {logs: logs/training, graph: true}]", []),
        ("logs/training", "[tensorboard: {logs: 'logs/*', graph: true}]", []),
        ("logs", "[tensorboard: {logs: other/training, graph: true}]", []),
        ("logs", "[value: {of: slope, like: solution}]", []),
    ],
)  # fmt: skip
def test_a_check_that_looks_into_a_folder_which_is_taken_away_is_reported(
    tmp_path: Path, keeps: str, checks: str, said: list[str]
) -> None:
    file = tmp_path / "slopes.yaml"
    old = "    checks: [anything]\n"
    file.write_text(LESSON.replace(old, f"    checks: {checks}\n    keeps: [{keeps}]\n"), encoding="utf-8")
    problems = static_problems(load_lesson_file(file, KINDS), GLOSSARY)
    assert [f"{problem.line}: {problem.sentence}" for problem in problems] == said


def test_all_slips_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "slopes.yaml"
    file.write_text(LESSON.replace("text: down", "text: UP").replace("words: [gradient]", "words: [epoch]"))
    assert [problem.line for problem in static_problems(load_lesson_file(file), GLOSSARY)] == [4, 54]


def test_only_the_steps_asked_for_are_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "slopes.yaml"
    file.write_text(LESSON.replace("text: down", "text: UP"))
    course = load_lesson_file(file)
    first, *_, last = course.steps.values()
    assert static_problems(course, GLOSSARY, [first]) == []
    assert len(static_problems(course, GLOSSARY, [last])) == 1


@pytest.mark.parametrize(
    "hint",
    [
        "Write `import math` first.",
        "It begins with `rise = 3`, as the starter does.",
        "Think of `slope`.",
        "The line `steepslope = rise / math.sqrt(4)` would not do.",
    ],
)
def test_a_hint_may_name_what_gives_nothing_away(problems_with: Callable[..., list[str]], hint: str) -> None:
    assert problems_with("A slope is a quotient.", hint) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", 0),
        ("one line", 1),
        ("two lines\nof one paragraph", 1),
        ("one\n\ntwo\n", 3),
        ("one\n\n\n\ntwo\n\n", 3),
        ("x" * 76, 1),
        (" ".join(["word"] * 16), 2),
        (" ".join(["`a`"] * 38), 1),
        ("- one\n- two\n  goes on\n- three", 3),
        ("1. one\n2. two", 2),
        ("```python\na\nb\n```", 2),
        ("text\n```\na\n\nb\n```\ntext", 5),
        ("$$ a = b $$", 1),
        ("$$ a = \\frac{b}{c} $$", 3),
        ("$$\na\n$$", 1),
        ("text $a$ and $b$", 1),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 3),
        ("# A heading\ntext", 2),
        ("> said\n> again", 2),
    ],
)
def test_rows_of_a_text(text: str, rows: int) -> None:
    assert lay_out(text).rows == rows


def test_wide_characters_take_two_columns() -> None:
    assert lay_out(f"```\n{'数' * 39}\n{'é' * 76}\n```").wide == [(1, 78)]


def test_prose_is_never_too_wide() -> None:
    assert lay_out(LONG * 10).wide == []
