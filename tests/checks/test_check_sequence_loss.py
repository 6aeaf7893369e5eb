"""A saved model on text that it has not read, in a second sandbox."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from attempts import check

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.runtime import Evidence, Program, Runtime

# The text is 0 1 2 3 0 1 2 3 ...; this model knows what follows what, and is nearly sure of it.
KNOWS = """\
import keras
import numpy as np
from keras import layers

ids = keras.Input([None], dtype="int32")
follows = np.roll(np.eye(4), 1, axis=1) * 20
scores = layers.Embedding(4, 4, name="table")(ids)
model = keras.Model(ids, scores)
model.get_layer("table").set_weights([follows])
model.save("net.keras")
"""
Judge = Callable[..., CheckResult]


@pytest.fixture(scope="module")
def judged(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    held_out = tmp_path_factory.mktemp("held") / "held_out.npy"
    numpy.save(held_out, numpy.arange(4001, dtype="int32") % 4)

    def given(code: str, one: Any, stand_in: bool = False) -> CheckInput:
        kept = tmp_path_factory.mktemp("kept")
        seen = runtime.run(Program(code=code, keep=tuple(one.keep())), keep_in=kept)
        assert seen.completed, seen.errors
        follow, evidence = one.follow_up(), None
        if all(name in seen.files for name in follow.files):
            files = {**{name: seen.files[name] for name in follow.files}, "held_out.npy": held_out}
            evidence = runtime.run(Program(code="", probes=(follow.probe,), files=files))
        return CheckInput(seen=seen, follow_up=evidence, stand_in=stand_in)

    def judge(code: str, stand_in: bool = False, **settings: Any) -> CheckResult:
        one = check("sequence_loss", **{"file": "net.keras", "loss_at_most": 0.5, **settings})
        return one.judge(given(code, one, stand_in))

    return judge


def test_a_model_that_knows_what_follows_passes(judged: Judge) -> None:
    result = judged(KNOWS, reference=0.1)
    assert (result.status, result.title) == ("passed", "held-out loss at most 0.5")
    assert result.measured["value"] == pytest.approx(0.0, abs=1e-4)
    assert (result.measured["pass_mark"], result.measured["reference"]) == (0.5, 0.1)


def test_a_model_that_knows_nothing_has_the_loss_of_guessing(judged: Judge) -> None:
    result = judged(KNOWS.replace("* 20", "* 0"))
    assert result.status == "failed"
    assert result.measured["value"] == pytest.approx(math.log(4), abs=1e-4)
    assert result.reason == "The held-out loss is 1.386 nats a character."


def test_a_stand_in_has_a_mark_of_its_own(judged: Judge) -> None:
    marks = {"real": 0.5, "stand-in": 1.5}
    assert judged(KNOWS.replace("* 20", "* 0"), stand_in=True, loss_at_most=marks).status == "passed"


def test_states_are_carried_through_the_text(judged: Judge) -> None:
    """A GRU with a state outside gives one loss, whatever the pieces; without its state, another."""
    recurrent = """\
import keras, numpy as np
from keras import layers
keras.utils.set_random_seed(1)
ids, state = keras.Input([None], dtype="int32"), keras.Input([8])
x = layers.Embedding(4, 4)(ids)
x, after = layers.GRU(8, return_sequences=True, return_state=True, bias_initializer="ones")(
    x, initial_state=state)
model = keras.Model([ids, state], [layers.Dense(4)(x * 3), after])
model.save("net.keras")
"""
    forgets = recurrent.replace("initial_state=state)", "initial_state=0 * state)")
    carried, dropped = (judged(code, loss_at_most=9.0).measured["value"] for code in (recurrent, forgets))
    assert carried != pytest.approx(dropped, abs=1e-6)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("x = 1\n", "Your program left no file net.keras."),
        ("open('net.keras', 'w').write('hello')\n",
         "The file cannot be loaded: it is not a file that model.save() made."),
        (KNOWS.replace("Model(ids, scores)", "Model(ids, layers.GlobalAveragePooling1D()(scores))"),
         "The model gives scores of shape (20, 4): each character needs its own."),
        (KNOWS.replace("keras.Model(ids, scores)", "keras.Model(ids, layers.Softmax()(scores))"),
         "The model ends in probabilities, so its loss by raw scores is 0.7437."),
    ],
    ids=["missing", "no model", "one score for the row", "probabilities"],
)  # fmt: skip
def test_what_is_said_of_a_model_that_does_not_work(judged: Judge, code: str, reason: str) -> None:
    result = judged(code)
    assert (result.status, result.reason) == ("failed", reason)


def test_two_losses_are_one_mistake_if_they_are_near_each_other() -> None:
    one = check("sequence_loss", file="net.keras", loss_at_most=1.0)

    def given(loss: float) -> CheckInput:
        seen = Evidence("finished", files={"net.keras": Path("net.keras")})
        value = {"loss": loss, "probabilities": False, "characters": 10}
        return CheckInput(seen=seen, follow_up=Evidence("finished", values={"sequence_loss": value}))

    assert one.same(given(4.17), given(4.19))
    assert not one.same(given(4.17), given(3.1))
    nothing = CheckInput(seen=Evidence("finished"))
    assert one.same(nothing, nothing)
    assert not one.same(nothing, given(4.17))
