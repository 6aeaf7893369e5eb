"""Which functions a program calls, in whatever words."""

from __future__ import annotations

from typing import Any

import pytest
from attempts import check

from tftutor.checks.base import CheckInput, CheckResult
from tftutor.runtime import Evidence


def judge(code: str, **settings: Any) -> CheckResult:
    return check("source", **settings).judge(CheckInput(Evidence("finished", code=code)))


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf\nwith tf.GradientTape() as tape: pass\n",
        "import tensorflow\ntape = tensorflow.GradientTape()\n",
        "from tensorflow import GradientTape as GT\nGT()\n",
        "import tensorflow as tf\nTape = tf.GradientTape\nTape()\n",
    ],
)
def test_a_call_is_found_under_any_name(code: str) -> None:
    assert judge(code, calls=["tf.GradientTape"]).status == "passed"


@pytest.mark.parametrize(
    "code",
    ["x = 'tf.GradientTape()'\n", "# tf.GradientTape()\n", "import tensorflow as tf\ntf.GradientTape\n"],
)
def test_words_in_a_text_or_without_brackets_are_no_call(code: str) -> None:
    assert judge(code, calls=["tf.GradientTape"]).reason == "Your program does not call tf.GradientTape."


def test_keras_is_one_thing_under_two_names() -> None:
    code = "import tensorflow as tf\ntf.keras.layers.Dense(10)\n"
    assert judge(code, calls=["keras.layers.Dense"]).status == "passed"


def test_a_forbidden_name_says_why_and_where() -> None:
    code = "import tensorflow as tf\n\np = tf.nn.softmax(z)\n"
    result = judge(code, forbids={"tf.nn.softmax": "Here softmax is built by hand."})
    assert (result.reason, result.line) == ("Here softmax is built by hand.", 3)


def test_a_method_of_anything() -> None:
    assert judge("y = f(x).numpy()\n", calls=[".numpy"]).status == "passed"
    assert judge("y = f(x)\n", calls=[".numpy"]).status == "failed"


def test_decorators_count_as_calls() -> None:
    code = "import tensorflow as tf\n@tf.function\ndef f(x):\n    return x\n"
    assert judge(code, calls=["tf.function"]).status == "passed"


def test_loops() -> None:
    looping = "import numpy as np\ny = 0\nfor x in range(3):\n    y += x\n"
    assert judge(looping, loops=False).line == 3
    assert judge("y = sum(range(3))\n", loops=False).status == "passed"
    assert judge("y = 1\n", loops=True).reason == "Your program has no loop."
    assert judge(looping, loops=True).status == "passed"


def test_one_of_several() -> None:
    assert judge("import numpy as np\nnp.mean(x)\n", any_of=["np.mean", "tf.reduce_mean"]).status == "passed"
    result = judge("x = 1\n", any_of=["np.mean", "tf.reduce_mean"])
    assert result.reason == "Your program calls none of np.mean or tf.reduce_mean."


def test_the_same_name_missing_is_the_same() -> None:
    one = check("source", calls=["tf.GradientTape"])
    left, right = (
        CheckInput(Evidence("finished", code="x = 1")),
        CheckInput(Evidence("finished", code="y = 2")),
    )
    assert one.same(left, right)
    right = CheckInput(Evidence("finished", code="import tensorflow as tf\ntf.GradientTape()"))
    assert not one.same(left, right)
