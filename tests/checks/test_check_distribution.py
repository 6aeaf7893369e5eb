"""Samplers, and the probabilities that they should follow."""

from __future__ import annotations

import math

import numpy
import pytest
from attempts import CheckHarness, check

from tftutor.checks.distribution import FALSE_ALARM, divergence_limit

RIGHT = """\
import numpy as np

dice = np.random.default_rng(SEED)

def sample(scores, temperature):
    powers = np.exp(scores / temperature - np.max(scores / temperature))
    return dice.choice(len(powers), p=powers / powers.sum())
""".replace("SEED", "5")
GREEDY = "import numpy as np\n\ndef sample(scores, temperature):\n    return int(np.argmax(scores))\n"
MULTIPLIED = RIGHT.replace("/ temperature", "* temperature")
IGNORED = RIGHT.replace(" / temperature", "")
EVEN = RIGHT.replace("p=powers / powers.sum()", "p=None")


def harness() -> CheckHarness:
    """A sampler at two temperatures, with plain arrays."""
    scores = {"normal": [6], "scale": 1.5, "as": "array", "dtype": "float64"}
    settings = {
        "parameters": ["scores", "temperature"],
        "inputs": [scores, {"value": 0.5}],
        "further": [[scores, {"value": 2.0}]],
        "probabilities": "softmax(scores / temperature)",
    }
    return CheckHarness(check("distribution", name="sample", **settings))


def test_a_right_sampler_passes_whatever_its_dice() -> None:
    one = harness()
    assert [one.judge(RIGHT.replace("(5)", f"({seed})")).status for seed in range(20)] == ["passed"] * 20


@pytest.mark.parametrize("wrong", [GREEDY, MULTIPLIED, IGNORED, EVEN], ids=["greedy", "times", "no", "even"])
def test_a_wrong_sampler_is_told_what_it_draws_too_often(wrong: str) -> None:
    result = harness().judge(wrong)
    assert result.status == "failed"
    assert " of 2,000 calls" in result.reason or "each of 2,000 calls" in result.reason
    assert "temperature 0.5" in result.advice


def test_one_wrong_sampler_is_not_taken_for_another() -> None:
    one = harness()
    programs = [GREEDY, MULTIPLIED, IGNORED, EVEN]
    alike = [[one.same(a, b.replace("(5)", "(8)")) for b in programs] for a in programs]
    assert alike == [[a is b for b in programs] for a in programs]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return 0.5", "sample returns 0.5, where one whole number was asked for."),
        ("return 'a'", "sample returns a string, where one whole number was asked for."),
        ("return 6", "sample drew 6, but there are only 0 to 5."),
        ("return None", "sample returns None, where one whole number was asked for."),
        ("return [1, 2][2]", "sample ended in an error: "),
    ],
)
def test_what_is_no_category_is_said(body: str, reason: str) -> None:
    result = harness().judge(f"def sample(scores, temperature):\n    {body}\n")
    assert (result.status, result.reason[: len(reason)]) == ("failed", reason)


def test_a_missing_function_is_named() -> None:
    assert "sample" in harness().judge("x = 1\n").reason


def test_a_right_sampler_fails_less_often_than_the_bound_says() -> None:
    """At a bound of 5 % for 400 samplers; the theorem is an upper bound, so far fewer are to be expected."""
    dice, shares, calls = numpy.random.default_rng(1), numpy.array([0.5, 0.3, 0.15, 0.04, 0.01]), 500
    counts = dice.multinomial(calls, shares, 400) / calls
    with numpy.errstate(divide="ignore", invalid="ignore"):
        entropy = numpy.nansum(counts * numpy.log(counts / shares), axis=1)
    assert numpy.mean(calls * entropy > divergence_limit(5, 0.05)) <= 0.05


def test_the_limit_solves_the_bound_for_the_false_alarm() -> None:
    for categories in (2, 6, 65):
        free, limit = categories - 1, divergence_limit(categories, FALSE_ALARM)
        bound = math.exp(-limit) * (math.e * limit / free) ** free
        assert bound == pytest.approx(FALSE_ALARM, rel=1e-6)
        assert limit > free
