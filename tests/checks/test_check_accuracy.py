"""A saved model on pictures that it has not seen, in a second sandbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from attempts import check
from pydantic import ValidationError

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.runtime import Evidence, Program, Runtime

# Pictures whose class is the bright one of ten columns; the labels of the first tenth are off by one.
SHIFTED = 40
LABELS = numpy.arange(400) % 10
TRUE = numpy.where(numpy.arange(400) < SHIFTED, (LABELS + 1) % 10, LABELS)

PERFECT = """\
import keras
import numpy as np

model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
W = np.zeros([784, 10])
for column in range(10):
    W[column::28, column] = 1
model.set_weights([W, np.zeros(10)])
model.save("net.keras")
"""
Judge = Callable[..., CheckResult]
GivenOf = Callable[..., CheckInput]


def pictures() -> Any:
    images = numpy.zeros((400, 28, 28), "uint8")
    for index, label in enumerate(LABELS):
        images[index, :, label] = 255
    return images


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("held") / "held_out.npy"
    numpy.save(path, pictures())
    return path


@pytest.fixture(scope="module")
def given_of(runtime: Runtime, held_out: Path, tmp_path_factory: pytest.TempPathFactory) -> GivenOf:
    def given(code: str, one: Any, stand_in: bool = False) -> CheckInput:
        kept = tmp_path_factory.mktemp("kept")
        seen = runtime.run(Program(code=code, keep=tuple(one.keep())), keep_in=kept)
        assert seen.completed, seen.errors
        follow, evidence = one.follow_up(), None
        if all(name in seen.files for name in follow.files):
            files = {**{name: seen.files[name] for name in follow.files}, "held_out.npy": held_out}
            evidence = runtime.run(Program(code="", probes=(follow.probe,), files=files))
        return CheckInput(seen=seen, follow_up=evidence, labels=lambda data, split: TRUE, stand_in=stand_in)

    return given


def asked(**settings: Any) -> Any:
    defaults: dict[str, Any] = {"file": "net.keras", "data": "mnist"}
    return check("accuracy", **{**defaults, **({"error_at_most": 0.12} | settings)})


def test_the_error_is_counted_on_held_out_pictures(given_of: GivenOf) -> None:
    one = asked(reference=0.1)
    result = one.judge(given_of(PERFECT, one))
    assert (result.status, result.title) == ("passed", "validation error at most 12 %")
    assert result.measured["value"] == pytest.approx(0.1)
    assert result.measured["pass_mark"] == 0.12
    assert result.measured["reference"] == 0.1
    assert result.measured["margin_in_sd"] == pytest.approx(0.02 / (0.12 * 0.88 / 400) ** 0.5)


def test_beyond_the_pass_mark_the_figure_is_said(given_of: GivenOf) -> None:
    one = asked(error_at_most=0.05)
    result = one.judge(given_of(PERFECT, one))
    assert (result.status, result.expected, result.seen) == ("failed", "at most 5 %", "10 %")
    assert result.reason == "The validation error is 10 % of 400 validation pictures."


def test_accuracy_is_the_same_from_the_other_side(given_of: GivenOf) -> None:
    one = asked(error_at_most=None, accuracy_at_least=0.95, split="test")
    result = one.judge(given_of(PERFECT, one))
    assert (result.title, result.seen) == ("test accuracy at least 95 %", "90 %")
    assert result.measured["value"] == pytest.approx(0.9)
    assert result.measured["margin_in_sd"] < 0


def test_a_stand_in_has_a_mark_of_its_own(given_of: GivenOf) -> None:
    one = asked(error_at_most={"real": 0.05, "stand-in": 0.2})
    assert one.judge(given_of(PERFECT, one)).status == "failed"
    assert one.judge(given_of(PERFECT, one, stand_in=True)).title == "validation error at most 20 %"


NOTHING = PERFECT.replace("W[column::28, column] = 1", "pass")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("x = 1\n", "Your program left no file net.keras."),
        ("open('net.keras', 'w').write('hello')\n",
         "The file cannot be loaded: it is not a file that model.save() made."),
        (NOTHING, "The model answers 0 to every picture: error 90 %, no better than guessing."),
        (PERFECT.replace("W[column::28, column]", "W[column::28, (column * 3 + 3) % 10]"),
         "The validation error is 98 %, no better than guessing."),
        (PERFECT.replace("np.zeros(10)", "np.full(10, np.nan)"),
         "The model answers NaN to 400 of 400 validation pictures, so its error is 90 %."),
        (PERFECT.replace("(784,)", "(100,)").replace("784", "100"), None),
        (PERFECT.replace("Dense(10)", "Dense(10), keras.layers.Lambda(lambda x: x)"),
         "The file cannot be loaded: it holds Python code (a Lambda layer), which is not run from a file."),
        ("import keras\nm = keras.Sequential([keras.Input((784,)), keras.layers.Reshape((28, 28))])\n"
         "m.save('net.keras')\n",
         "The model answers with shape (400, 28, 28), not (400, 10):"
         " a score for each class of each picture."),
    ],
    ids=["missing", "no model", "untrained", "shuffled", "nan", "other input", "lambda", "pictures out"],
)  # fmt: skip
def test_what_is_said_of_a_model_that_does_not_work(given_of: GivenOf, code: str, reason: str | None) -> None:
    one = asked()
    result = one.judge(given_of(code, one))
    assert result.status == "failed"
    assert reason is None or result.reason == reason


def test_a_convolutional_model_gets_the_shape_that_it_asks_for(given_of: GivenOf) -> None:
    code = PERFECT.replace("keras.Input((784,)),", "keras.Input((28, 28, 1)), keras.layers.Reshape((784,)),")
    one = asked()
    assert one.judge(given_of(code, one)).status == "passed"


def test_weights_without_a_model_are_used_by_the_authors_code(given_of: GivenOf) -> None:
    code = PERFECT.replace('model.save("net.keras")', 'np.savez("weights.npz", W=W)')
    predict = (
        "import numpy as np\n\ndef predict(images, folder):\n"
        "    return images @ np.load(folder + '/weights.npz')['W']\n"
    )
    one = asked(file="weights.npz", predict=predict, input={"shape": [784]})
    assert one.judge(given_of(code, one)).measured["value"] == pytest.approx(0.1)
    result = one.judge(given_of(code.replace("W=W", "V=W"), one))
    assert result.status == "failed"
    assert "W is not a file in the archive" in result.reason


def test_two_models_as_bad_in_the_same_way_are_the_same(given_of: GivenOf) -> None:
    one = asked(error_at_most=0.05)
    untrained, good = given_of(NOTHING, one), given_of(PERFECT, one)
    assert one.same(untrained, given_of(NOTHING.replace("np.zeros(10)", "np.ones(10)"), one))
    assert one.same(good, given_of(PERFECT.replace("= 1\n", "= 2\n"), one))
    assert not one.same(untrained, good)
    missing = given_of("x = 1\n", one)
    assert one.same(missing, missing)
    assert not one.same(missing, untrained)


def test_without_a_follow_up_nothing_passes() -> None:
    one = asked()
    seen = Evidence("finished", files={"net.keras": Path("net.keras")})
    assert one.judge(CheckInput(seen=seen)).status == "broken"
    assert not one.same(CheckInput(seen=seen), CheckInput(seen=seen))


@pytest.mark.parametrize(
    "settings",
    [{"error_at_most": 7.5}, {"accuracy_at_least": 0.9}, {"error_at_most": {"real": 0.1, "standin": 0.2}}],
)
def test_marks_that_make_no_sense_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        asked(**settings)
