"""What a Keras model is made of."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import CheckHarness, Run, check

CODE = """\
import keras

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy")
"""
ASKED: dict[str, Any] = {
    "layers": ["Flatten", "Dense"],
    "parameters": 7850,
    "input_shape": [None, 28, 28],
    "output_shape": [None, 10],
    "last_activation": "softmax",
    "compiled_with": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy", "learning_rate": 0.005},
}


@pytest.mark.parametrize("asked", [ASKED, {"like": "solution"}])
def test_the_model_that_was_asked_for(run: Run, asked: dict[str, Any]) -> None:
    assert CheckHarness(check("model", **asked), CODE, run).judge(CODE).status == "passed"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (CODE, "net = 3\n", "Your program has no model."),
        (CODE, "model = 3\n", "model is a Python number, not a Keras model."),
        (
            "    keras.Input(shape=(28, 28)),\n",
            "",
            "model has no weights yet: it does not know what will come in.",
        ),
        ("Dense(10", "Dense(10), keras.layers.Dense(10", "model has 3 layers, not 2."),
        ("    keras.layers.Flatten(),\n", "", "Layer 1 of model is Dense, where Flatten was asked for."),
        ("Dense(10", "Dense(12", "model gives outputs of shape (any, 12), not (any, 10)."),
        ("Dense(10", "Dense(10, use_bias=False", "model has 7,840 parameters, not 7,850."),
        ('"softmax"', '"relu"', "The last layer of model has the activation relu, not softmax."),
        ("Adam(0.005)", "SGD(0.005)", "model was compiled with the optimizer SGD, not adam."),
        ("0.005", "0.5", "The learning rate is 0.5, not 0.005."),
    ],
)
def test_each_lack_has_its_sentence(run: Run, old: str, new: str, reason: str) -> None:
    result = CheckHarness(check("model", **ASKED), CODE, run).judge(CODE.replace(old, new))
    assert (result.status, result.reason) == ("failed", reason)


def test_a_loss_given_as_an_object_is_the_same_loss(run: Run) -> None:
    code = CODE.replace('"sparse_categorical_crossentropy"', "keras.losses.SparseCategoricalCrossentropy()")
    assert CheckHarness(check("model", **ASKED), CODE, run).judge(code).status == "passed"


def test_the_same_model_in_other_words_is_the_same(run: Run) -> None:
    harness = CheckHarness(check("model", **ASKED), CODE, run)
    wide = CODE.replace("Dense(10", "Dense(12")
    functional = """\
import keras
inputs = keras.Input((28, 28))
outputs = keras.layers.Dense(12, activation="softmax")(keras.layers.Flatten()(inputs))
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy")
"""
    assert harness.same(functional, wide)
    assert not harness.same(CODE, wide)
