"""Commands that run no code: what they say, and what they remember."""

from __future__ import annotations

import pytest
from cli_learner import Learner

from tftutor.cli.main import main


def test_alone_it_says_where_one_is_and_what_comes_next(learner: Learner) -> None:
    said = learner.says()
    assert "A small course" in said
    assert "0 of 5" in said
    assert "tftutor show one/questions/read-this" in said


def test_show_makes_the_draft_and_says_where_it_is(learner: Learner) -> None:
    said = learner.says("show", "mean-of-squares")
    assert "Your file: ~/tftutor/one/code/mean-of-squares.py" in said
    assert "tftutor check one/code/mean-of-squares" in said
    assert learner.draft("one/code/mean-of-squares").read_text().startswith("import tensorflow")


def test_show_leaves_a_draft_as_it_is(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    learner.draft("one/code/mean-of-squares").write_text("mine = 1\n")
    learner.says("show", "mean-of-squares")
    assert learner.draft("one/code/mean-of-squares").read_text() == "mine = 1\n"


def test_a_formula_is_readable_without_a_terminal(learner: Learner) -> None:
    said = learner.says("show", "read-this")
    assert "wᵢ ← wᵢ - α ∂L/∂wᵢ" in said
    assert "each weight wᵢ moves" in said
    assert "$" not in said


def test_everything_fits_80_columns_and_has_no_escape_codes_when_piped(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    learner.says("answer", "two-and-two", "a", code=1)
    for words in (
        [],
        ["list"],
        ["list", "all"],
        ["progress"],
        ["show", "read-this"],
        ["data", "list"],
        ["--help"],
    ):
        said = learner.says(*words)
        assert "\x1b" not in said
        assert max(len(line) for line in said.splitlines()) <= 80, words


def test_next_is_the_step_opened_last_until_it_is_done(learner: Learner) -> None:
    learner.says("show", "two-and-two")
    assert "tftutor answer one/questions/two-and-two" in learner.says("next")
    learner.says("answer", "two-and-two", "b")
    assert "tftutor show one/questions/guess-first" in learner.says("next")


def test_a_step_without_a_name_is_the_one_opened_last(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    assert "Hint 1 of 3" in learner.says("hint")


def test_hints_come_one_after_another_and_the_last_names_the_solution(learner: Learner) -> None:
    assert "First square" in learner.says("hint", "mean-of-squares")
    assert "One function" in learner.says("hint", "mean-of-squares")
    last = learner.says("hint", "mean-of-squares")
    assert "Hint 3 of 3" in last
    assert "--solution" in last
    assert "First square" in learner.says("hint", "mean-of-squares", "--level", "1")
    assert learner.says("hint", "mean-of-squares", "--all").count("Hint ") == 3


def test_the_solution_is_shown_and_that_is_noted(learner: Learner) -> None:
    assert "tf.reduce_mean(x ** 2)" in learner.says("show", "mean-of-squares", "--solution")
    assert "1 solution seen" in learner.says("progress")


def test_the_prelude_is_shown(learner: Learner) -> None:
    said = learner.says("show", "free-play", "--prelude")
    assert "one/code/mean-of-squares" in said
    assert "y = tf.reduce_mean(x ** 2)" in said


def test_an_answer_gets_the_sentence_of_its_option(learner: Learner) -> None:
    assert "One more." in learner.says("answer", "two-and-two", "a", code=1)
    right = learner.says("answer", "two-and-two", "four")
    assert "Yes, four." in right
    assert "Now you can add." in right


def test_without_an_answer_the_question_is_shown(learner: Learner) -> None:
    said = learner.says("answer", "two-and-two")
    assert "a)  three" in said
    assert "one letter, a to b" in said


def test_a_negative_number_is_an_answer_and_not_an_option(learner: Learner) -> None:
    assert "Multiply once more." in learner.says("answer", "guess-first", "-42", code=1)


def test_reset_keeps_the_old_file_beside(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    draft = learner.draft("one/code/mean-of-squares")
    draft.write_text("mine = 1\n")
    learner.says("answer", "two-and-two", "b")
    said = learner.says("reset", "all", "--yes")
    kept = [file for file in draft.parent.iterdir() if "before-reset" in file.name]
    assert [file.read_text() for file in kept] == ["mine = 1\n"]
    assert kept[0].name in said
    assert draft.read_text().startswith("import tensorflow")
    assert "0 of 5 steps done" in learner.says("progress")


def test_reset_does_not_ask_where_nobody_can_answer(learner: Learner) -> None:
    assert "--yes" in learner.says("reset", "all", code=2)


def test_a_prediction_is_asked_for_before_its_snippet_runs(learner: Learner) -> None:
    said = learner.says("run", "guess-first", code=1)
    assert "First say what you expect" in said
    assert "--anyway" in said


def test_every_command_has_help_that_ends_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert main(list(words)) == 0
        return capsys.readouterr().out

    overview = said("--help")
    names = [
        line.split()[0]
        for line in overview.partition("commands:")[2].partition("\n\n")[0].splitlines()
        if line
    ]
    assert {"list", "show", "run", "check", "hint", "progress", "reset", "data", "lint"} <= set(names)
    for name in names:
        example = said(name, "--help").partition("example:\n")[2]
        assert f"tftutor {name}" in example


def test_pages_and_the_glossary_are_read_from_the_course_and_mistyped_names_guessed(learner: Learner) -> None:
    learner.course = None
    assert "tftutor page further-reading" in learner.says("page")
    page = learner.says("page", "what-changed")
    assert "tf.contrib: " in page
    assert max(len(line) for line in page.splitlines()) <= 80
    assert "`what-changed`" in learner.says("page", "what-chnged", code=2)
    assert "Explained in: tftutor show session" in learner.says("glossary", "Tensors")
    assert "`tensor`" in learner.says("glossary", "tensr", code=2)
