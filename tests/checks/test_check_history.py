"""The curves of a training: their length, their ways, what they reach, and whether they are its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from attempts import CheckHarness, Run, check
from pydantic import ValidationError

from tftutor.checks.base import CheckInput, CheckResult

FALLING = "[2.0, 1.5, 1.2, 1.0, 0.9]"
OVERFITTED = f"history = {{'loss': {FALLING}, 'val_loss': [2.1, 1.6, 1.4, 1.6, 1.9]}}"


def judged(code: str, **asked: Any) -> CheckResult:
    return CheckHarness(check("history", **asked)).judge(code)


@pytest.mark.parametrize(
    "code",
    [
        OVERFITTED,
        "from types import SimpleNamespace\n" + OVERFITTED + "\nhistory = SimpleNamespace(history=history)",
        OVERFITTED + "\nhistory = [dict(loss=a, val_loss=b) for a, b in zip(*history.values())]",
        "import numpy\n" + OVERFITTED + "\nhistory = {name: numpy.array(h) for name, h in history.items()}",
    ],
    ids=["dictionary", "History", "one dictionary an epoch", "arrays"],
)
def test_curves_come_in_several_forms(code: str) -> None:
    asked = {"curves": ["loss", "val_loss"], "epochs": 5, "falls": ["loss"], "turns": "val_loss"}
    assert judged(code, **asked).status == "passed"


def test_a_list_of_numbers_is_one_curve_under_its_own_name() -> None:
    assert judged(f"losses = {FALLING}", of="losses", falls=["losses"], at_least=5).status == "passed"
    result = judged("losses = [2.0, 2.0, 2.0]", of="losses", falls=["losses"])
    assert result.reason == "'losses' doesn't fall: it goes from 2.0 to 2.0."
    assert result.advice == "All its numbers are equal, so nothing was learned."


@pytest.mark.parametrize(
    ("code", "asked", "reason"),
    [
        ("x = 1", {}, "Your program has no history."),
        ("history = ...", {}, "history is still `...`: replace the dots with your code."),
        ("history = 'good'", {}, "history is a string, not the curves of a training."),
        ("history = 3", {}, "history is a Python number, not the curves of a training."),
        ("history = {'loss': [1.0, 2.0]}", {"curves": ["val_loss"]}, "history has no curve 'val_loss'."),
        ("history = {'loss': []}", {}, "'loss' has 0 numbers, not at least 1: there's one an epoch."),
        ("history = {'loss': [2.0, 1.0]}", {"epochs": 3},
         "'loss' has 2 numbers, not 3: there's one an epoch."),
        ("history = {'loss': [2.0, float('nan')]}", {}, "'loss' is NaN from epoch 2 on."),
        ("history = {'loss': [1.0, 2.0]}", {"falls": ["loss"]},
         "'loss' doesn't fall: it goes from 1.0 to 2.0."),
        ("history = {'loss': [1.0, 1.0]}", {"rises": ["loss"]},
         "'loss' doesn't rise: it goes from 1.0 to 1.0."),
        (f"history = {{'val_loss': {FALLING}}}", {"turns": "val_loss"},
         "'val_loss' doesn't rise again: its lowest is 0.9, and it ends at 0.9."),
        ("history = {'val_loss': [1, 1.5, 2]}", {"turns": "val_loss"},
         "'val_loss' never falls: its first number is its lowest."),
        ("history = {'acc': [0.3, 0.5, 0.4]}", {"best": {"acc": {"at_least": 0.6}}},
         "The best acc is 0.5, not at least 0.6."),
        ("history = {'acc': [0.3, 0.7, 0.4]}", {"last": {"acc": {"at_least": 0.6}}},
         "The last acc is 0.4, not at least 0.6."),
        (OVERFITTED, {"gap": {"at_most": 0.5}},
         "The distance from loss to val_loss at the end is 1.0, not at most 0.5."),
    ],
)  # fmt: skip
def test_what_is_missing_has_its_sentence(code: str, asked: dict[str, Any], reason: str) -> None:
    result = judged(code, **asked)
    assert (result.status, result.reason) == ("failed", reason)


def test_a_validation_curve_that_is_missing_comes_with_the_way_to_it() -> None:
    result = judged("history = {'loss': [2.0, 1.0]}", curves=["val_loss"])
    assert result.advice == "`fit` makes it when it is given `validation_data=(inputs, labels)`."


def test_bounds_for_real_data_and_stand_ins_and_the_figures_behind_them() -> None:
    one = check("history", best={"val_loss": {"at_most": {"real": 1.5, "stand-in": 1.0}, "reference": 1.3}})
    given = CheckHarness(one).given(OVERFITTED)
    result = one.judge(given)
    assert result.status == "passed"
    assert result.measured == {"value": 1.4, "pass_mark": 1.5, "reference": 1.3}
    stand_in = CheckInput(given.seen, stand_in=True)
    assert one.judge(stand_in).reason == "The best val_loss is 1.4, not at most 1.0."


@pytest.mark.parametrize(
    "asked",
    [
        {"best": {"loss": {}}},
        {"best": {"loss": {"at_most": 1, "at_least": 0}}},
        {"gap": {"at_most": 1, "off": "x"}},
    ],
)
def test_bounds_that_make_no_sense_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check("history", **asked)


def alike(codes: Sequence[str], **asked: Any) -> bool:
    return CheckHarness(check("history", **asked)).same(*codes)


def test_mistakes_are_distinguished_by_what_they_lack() -> None:
    too_short = ["history = {'loss': [2.0, 1.0]}", "history = {'loss': [2.5, 1.2]}"]
    assert alike(too_short, epochs=5)
    assert not alike([too_short[0], "history = {'loss': [2.0, 1.0, 0.5]}"], epochs=5)
    rising = ["history = {'loss': [1.0, 2.0]}", "history = {'loss': [1.0, 1.3]}"]
    assert alike(rising, falls=["loss"])
    assert not alike([rising[0], "history = {'loss': [1.0, float('inf')]}"], falls=["loss"])
    assert not alike([rising[0], "x = 1"], falls=["loss"])
    low = ["history = {'acc': [0.1, 0.4]}", "history = {'acc': [0.2, 0.41]}"]
    assert alike(low, best={"acc": {"at_least": 0.6}})
    assert not alike([low[0], "history = {'acc': [0.1, 0.55]}"], best={"acc": {"at_least": 0.6}})


TRAINING = """\
import keras
import numpy as np

keras.utils.set_random_seed(1)
random = np.random.default_rng(1)
x, x_val = random.normal(size=[200, 4]), random.normal(size=[100, 4])
y, y_val = (x[:, 0] > 0).astype(int), (x_val[:, 0] > 0).astype(int)
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(16, "relu")])
model.add(keras.layers.Dropout(0.2))
model.add(keras.layers.Dense(2))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
history = model.fit(x, y, epochs=6, validation_data=(x_val, y_val), verbose=0)
"""
TYPED = TRAINING.replace(
    "history = model.fit(x, y, epochs=6, validation_data=(x_val, y_val), verbose=0)",
    "history = {'val_loss': [0.9, 0.2, 0.1], 'val_accuracy': [0.7, 0.8, 0.97]}",
)
OTHERS = TRAINING + "model = keras.models.clone_model(model)\nmodel.compile('adam', history.model.loss)\n"
BY_HAND = TRAINING + "history = history.history['val_loss']\n"


def agrees(**more: Any) -> dict[str, Any]:
    return {"agrees": {"x": "x_val", "y": "y_val", **more}}


@pytest.mark.parametrize(
    ("code", "asked", "status"),
    [
        (TRAINING, agrees(), "passed"),
        (TRAINING, agrees(curve="val_accuracy", metric="accuracy"), "passed"),
        (BY_HAND, {**agrees(curve="history"), "falls": ["history"]}, "passed"),
        (TYPED, agrees(), "failed"),
        (TYPED, agrees(curve="val_accuracy", metric="accuracy"), "failed"),
        (OTHERS, agrees(), "failed"),
    ],
    ids=["loss", "accuracy", "a list", "typed-in loss", "typed-in accuracy", "another model"],
)
def test_curves_must_belong_to_the_model(run: Run, code: str, asked: dict[str, Any], status: str) -> None:
    result = CheckHarness(check("history", **asked), run=run).judge(code)
    assert result.status == status
    assert status == "passed" or "they don't match" in result.reason


def test_the_best_weights_taken_back_belong_to_the_best_epoch(run: Run) -> None:
    stop = "keras.callbacks.EarlyStopping('loss', patience=1, restore_best_weights=True, mode='max')"
    code = TRAINING.replace("verbose=0", f"verbose=0, callbacks=[{stop}]")
    assert CheckHarness(check("history", **agrees()), run=run).judge(code).status == "passed"


def test_a_model_that_cannot_be_asked_is_said(run: Run) -> None:
    code = TRAINING + "model = 'trained'\n"
    result = CheckHarness(check("history", **agrees()), run=run).judge(code)
    assert result.reason.startswith("model cannot be tried on x_val:")
