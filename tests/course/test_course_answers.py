"""Answers as people type them."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tftutor.course.answers import UnreadableAnswer, asks, judge, shuffled
from tftutor.course.model import Predict, Quiz
from tftutor.course.reading import number_readings, plain_text


def quiz(**question: Any) -> Quiz:
    return Quiz.model_validate({"id": "q", "kind": "quiz", "title": "T", "text": "t", **question})


def choice(*right: str) -> Quiz:
    texts = {"a": "float32", "b": "`int64`", "c": "a *Variable*, of course", "d": "nothing"}
    return quiz(
        options=[
            {"text": text, "right": letter in right, "says": f"About {letter}."}
            for letter, text in texts.items()
        ]
    )


def number(value: float, **more: Any) -> Quiz:
    return quiz(answer={"number": value, "says": "Yes.", "otherwise": "Look again.", **more})


def text(value: str, **more: Any) -> Quiz:
    return quiz(answer={"text": value, "says": "Yes.", "otherwise": "Look again.", **more})


@pytest.mark.parametrize("given", ["b", " B ", "b)", "(b)", "int64", "INT64", ["b"], ["`int64`"]])
def test_an_option_is_named_by_letter_or_text(given: str | list[str]) -> None:
    verdict = judge(choice("b"), given)
    assert (verdict.right, verdict.says, verdict.shown) == (True, "About b.", "b")


@pytest.mark.parametrize(
    "given",
    ["a c", "c,a", "A and C", "ac", "a;c", ["a", "c"], ["a *Variable*, of course", "float32"], "a,a,c"],
)
def test_several_right_options_are_all_wanted(given: str | list[str]) -> None:
    assert judge(choice("a", "c"), given).right


def test_a_missing_option_is_said_to_be_missing_without_naming_it() -> None:
    verdict = judge(choice("a", "c", "d"), "c")
    assert (verdict.right, verdict.says) == (False, "About c. 2 more fit too.")


def test_an_option_that_is_not_right_speaks_for_itself() -> None:
    verdict = judge(choice("a", "c"), "a b c")
    assert (verdict.right, verdict.says, verdict.shown) == (False, "About b.", "a b c")


@pytest.mark.parametrize("given", ["", "  ", [], "e", "a e", "float", "1", "aa bb"])
def test_what_names_no_option_is_not_counted(given: str | list[str]) -> None:
    with pytest.raises(UnreadableAnswer, match="one letter, a to d") as caught:
        judge(choice("b"), given)
    assert caught.value.next_step == "This did not count as an answer."
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("0.333", 1 / 3), ("1/3", 1 / 3), ("1 / 3", 1 / 3), (".333", 1 / 3), ("0,333", 1 / 3),
        ("1e-3", 0.001), ("10^-3", 0.001), ("10**-3", 0.001), ("-2", -2), ("−2", -2), ("+2", 2), ("2.", 2),
        ("7 %", 0.07), ("7%", 7), ("7.06 per cent", 7.06), ("7,06 %", 0.0706), ("60,000", 60000),
        ("60 000", 60000), ("60_000", 60000), ("1,234,567", 1234567), ("1,234.5", 1234.5), ("7,125", 7.125),
        ("784 pixels", 784), ("about 0.5", 0.5), ("~ 0.5", 0.5), ("= 4", 4), ("2^10", 1024),
        ("inf", float("inf")), ("-infinity", -float("inf")), ("nan", float("nan")), ("'3'", 3),
    ],
)  # fmt: skip
def test_numbers_in_all_their_forms(given: str, value: float) -> None:
    assert judge(number(value), given).right


@pytest.mark.parametrize(
    ("given", "value"),
    [("0.5", 1 / 3), ("3", -3), ("0.334", 0.3325), ("7", 0.07), ("1e3", 1e-3), ("2", float("inf"))],
)
def test_other_numbers_are_not_right(given: str, value: float) -> None:
    verdict = judge(number(value), given)
    assert (verdict.right, verdict.says) == (False, "Look again.")


@pytest.mark.parametrize(
    "given",
    ["a third", "x", "1/0", "1/2/3", "1.2.3", "10^10^10", "9" * 500, "1,23,4", "..", "%", "/", "1,000/" * 12],
)
def test_what_is_no_number_is_not_counted(given: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"write it like 0\.25, 1/4"):
        judge(number(1.0), given)


def test_the_edge_of_the_tolerance_counts() -> None:
    assert judge(number(0.3, tolerance=0.1), "0.4").right
    assert judge(number(0.3, tolerance=0), "0.3").right
    assert not judge(number(0.3, tolerance=0.1), "0.401").right


def test_every_number_reads_back_as_itself() -> None:
    for value in [0.0, 1.0, -1.5, 1e-30, 1e30, 0.1 + 0.2, 123456.789, 6.02e23, 1 / 3]:
        for form in (repr(value), f"{value:e}", f" {value!r} ", repr(value).replace(".", ",")):
            assert any(abs(read - value) <= 1e-6 * abs(value) for read in number_readings(form)), form


def test_a_known_answer_gets_its_own_sentence() -> None:
    question = number(
        2.0, wrong=[{"answer": 0.3333, "says": "The average."}, {"answer": "1/6", "says": "A sixth."}]
    )
    assert judge(question, "1/3").says == "The average."
    assert judge(question, "0.1667").says == "A sixth."
    assert judge(question, "5").says == "Look again."


@pytest.mark.parametrize(
    "given", ["(2, 3)", "(2,3)", "( 2 , 3 )", "[2, 3]", "2, 3", "(2,3,)", "`(2, 3)`", "(2, 3)."]
)
def test_shapes_are_compared_without_spaces_quotes_and_brackets(given: str) -> None:
    assert judge(text("(2, 3)"), given).right


def test_texts_are_compared_without_case_and_take_other_wordings() -> None:
    question = text(
        "Cross entropy", also=["log loss"], wrong=[{"answer": "Accuracy", "says": "It has no slope."}]
    )
    assert judge(question, "cross  ENTROPY").right
    assert judge(question, "'log-loss'").right is False
    assert judge(question, '"Log Loss"').right
    assert judge(question, "accuracy!").says == "It has no slope."


def test_texts_that_differ_stay_different() -> None:
    different = ["(2, 3)", "(3, 2)", "(2, 3, 1)", "23", "2.3", "-23", "()", "(6,)", "6 7"]
    assert len({plain_text(one) for one in different}) == len(different)


def order(*items: str, id: str = "q") -> Quiz:
    return quiz(id=id, answer={"order": items, "says": "Yes.", "otherwise": "Not yet."})


def test_an_order_is_shown_shuffled_never_right_and_always_the_same() -> None:
    shown = set()
    for number_of_step in range(50):
        question = order("fork", "confine", "run", id=f"step-{number_of_step}")
        assert shuffled(question) == shuffled(question)
        assert sorted(shuffled(question)) == ["confine", "fork", "run"]
        assert shuffled(question) != ["fork", "confine", "run"]
        shown.add(tuple(shuffled(question)))
    assert len(shown) == 5


def test_exactly_one_order_is_right_however_it_is_written() -> None:
    question = order("load", "split", "train", "measure")
    letter = dict(zip(shuffled(question), "abcd", strict=True))
    right = [letter[item] for item in ("load", "split", "train", "measure")]
    for form in (
        " ".join(right),
        "".join(right).upper(),
        ", ".join(right),
        " > ".join(right),
        " -> ".join(right),
    ):
        assert judge(question, form).right, form
    assert judge(question, ["load", "split", "train", "measure"]).right
    assert judge(question, "load, split, train, measure").right
    verdicts = [judge(question, list(one)).right for one in permutations("abcd")]
    assert verdicts.count(True) == 1


@pytest.mark.parametrize("given", ["a b", "a b c", "a b c e", "aabb", "what"])
def test_an_order_that_is_not_whole_is_not_counted(given: str) -> None:
    with pytest.raises(UnreadableAnswer, match="all 4 letters in their order"):
        judge(order("load", "split", "train", "measure"), given)


def test_each_form_of_question_says_what_it_asks() -> None:
    assert asks(choice("a")) == "one letter, a to d"
    assert asks(choice("a", "b")) == "one letter or several, as in `a c`"
    assert asks(number(1)).startswith("a number")
    assert asks(text("x")) == "a short text"


def test_a_prediction_is_judged_like_a_quiz() -> None:
    question = Predict.model_validate(
        {"id": "p", "kind": "predict", "title": "T", "text": "t", "code": "print(2)", "answer": {"number": 2}}
    )
    verdict = judge(question, "2")
    assert (verdict.right, verdict.says) == (True, "That is right.")
