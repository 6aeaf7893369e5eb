"""A learner's function, called with inputs they did not choose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attempts import CheckHarness, Run, check
from pydantic import ValidationError

SOFTMAX = """\
import numpy as np

def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
"""


def harness(**settings: Any) -> CheckHarness:
    defaults: dict[str, Any] = {"name": "softmax", "inputs": [{"normal": [3, 4], "scale": 10, "as": "array"}]}
    return CheckHarness(check("function", **{**defaults, **settings}), SOFTMAX)


def body(code: str) -> str:
    return f"import numpy as np\n\ndef softmax(z):\n    {code}\n"


def test_another_right_way_passes() -> None:
    assert harness().judge(body("e = np.exp(z); return e / e.sum(1)[:, None]")).status == "passed"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("pass\n", "Your program has no softmax."),
        ("softmax = 3\n", "softmax is a Python number, not a function."),
        ("softmax = ...\n", "softmax is still `...`: replace the dots with your code."),
        (body("np.exp(z)"), "softmax returns nothing; does it end with `return`?"),
        (body("return None"), "softmax returns None: the value after its `return` is None."),
        (body("return ..."), "softmax(...) is still `...`: replace the dots with your code."),
        (body("return z[0]"), "softmax(...) has shape (4,), not shape (3, 4)."),
        (body("return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True) * 2"),
         "softmax(...) is 2 times too large everywhere."),
        (body("return 1 / 0"), "softmax ended in an error: division by zero."),
        (body("return z @ z"), None),
        ("def softmax():\n    return 1\n", "softmax cannot be called with 1 argument: it takes nothing."),
        ("def softmax(a, b):\n    return 1\n", "softmax cannot be called with 1 argument: it takes a and b."),
        (body("return np.full([3, 4], 0.25)"), "softmax(...) differs in all 12 places."),
    ],
)  # fmt: skip
def test_what_is_said(code: str, reason: str | None) -> None:
    result = harness().judge(code)
    assert result.status == "failed"
    assert reason is None or result.reason == reason


def test_an_error_points_to_the_learners_line() -> None:
    assert harness().judge(body("a = 1\n    b = 2\n    return a / 0")).line == 6


def test_numbers_written_in_by_hand_do_not_pass() -> None:
    """The function gets other numbers in each call."""
    seen = harness().given(SOFTMAX).seen.values["function"]["results"]
    first, second = (call["result"]["array"].numpy() for call in seen[:2])
    assert (first != second).any()


def test_further_sets_of_arguments_are_called_too() -> None:
    wide = [[{"normal": [3, 4], "scale": 1000, "as": "array"}]]
    naive = body("e = np.exp(z); return e / e.sum(1)[:, None]")
    assert harness(further=wide).judge(SOFTMAX).status == "passed"
    with pytest.warns(RuntimeWarning):
        result = harness(further=wide).judge(naive)
    assert "NaN" in result.reason


def test_arguments_by_name_and_of_every_form() -> None:
    given = [{"uniform": [5], "low": 2, "high": 3, "as": "array"},
             {"integers": [5], "high": 10, "as": "array"},
             {"one_hot": [5, 10], "as": "array"}, {"value": [1, 2]}, {"name": "W"}]  # fmt: skip
    code = """\
import numpy as np
W = np.ones(3)
def facts(u, i, o, v, w, *, k):
    return [u.min() >= 2, u.max() < 3, i.dtype.name, i.max() < 10, o.sum(1).tolist(), v, w.sum(), k]
"""
    one = CheckHarness(check("function", name="facts", inputs=given, keywords={"k": {"value": "key"}}), code)
    result = one.given(code).seen.values["function"]["results"][0]["result"]
    texts = [item["text"] for item in result["items"]]
    assert [t.replace("np.True_", "True") for t in texts[:2]] == ["True", "True"]
    assert texts[2] == "'int32'"
    assert texts[4:6] == ["[1.0, 1.0, 1.0, 1.0, 1.0]", "[1, 2]"]
    assert texts[7] == "'key'"


PARSER = """\
import numpy as np

def parse(path):
    table = np.fromfile(path, np.uint8).reshape(-1, 5)
    return table[:, 0], table[:, 1:]
"""
FILE = {"file": {"records": 6, "of": [{"bytes": 1, "below": 10}, {"bytes": 4}]}}


def parser_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> CheckHarness:
    monkeypatch.chdir(tmp_path)
    return CheckHarness(check("function", name="parse", inputs=[FILE], **settings), PARSER)


def test_a_parser_gets_files_that_it_has_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = parser_bench(tmp_path, monkeypatch)
    line_by_line = PARSER.replace(
        "np.fromfile(path, np.uint8)", "np.array(list(open(path, 'rb').read()), np.uint8)"
    )
    assert run.judge(line_by_line).status == "passed"
    assert (
        run.judge(PARSER.replace("table[:, 0], table[:, 1:]", "table[:, 4], table[:, :4]")).status == "failed"
    )
    read_once = (
        PARSER
        + "\nopen('mine.bin', 'wb').write(bytes(30))\nown = parse('mine.bin')\ndef parse(path): return own\n"
    )
    assert run.judge(read_once).status == "failed"


def test_each_call_of_a_parser_gets_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parser_bench(tmp_path, monkeypatch).evidence(PARSER)
    contents = [file.read_bytes() for file in tmp_path.glob("unseen-*.bin")]
    assert len({*contents}) == 3
    assert {len(content) for content in contents} == {30}
    assert all(byte < 10 for content in contents for byte in content[::5])


def test_a_file_can_end_too_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cut = {"file": {**FILE["file"], "cut": 2}}
    size = "import os\n\ndef parse(path):\n    return os.path.getsize(path)\n"
    result = CheckHarness(check("function", name="parse", inputs=[cut]), size).judge(
        size.replace("getsize(path)", "getsize(path) + 2")
    )
    assert result.status == "failed"
    assert "28" in result.expected


def test_what_the_calls_changed_is_compared() -> None:
    code = "import numpy as np\nW = np.zeros(2)\ndef step(g):\n    W[:] = W - 0.1 * g\n"
    one = check("function", name="step", inputs=[{"normal": [2], "as": "array"}], then=["W"], nothing=True)
    run = CheckHarness(one, code)
    assert run.judge(code).status == "passed"
    uphill = run.judge(code.replace("W - 0.1", "W + 0.1"))
    assert uphill.reason == "The sign of W is reversed everywhere after 3 calls of step."
    assert run.judge(code.replace("W[:] = W - 0.1 * g", "return g")).status == "failed"


def test_the_same_mistake_in_other_words_is_the_same() -> None:
    forgot = body("return np.exp(z)")
    assert harness().same(body("return np.e ** z"), forgot)
    assert not harness().same(SOFTMAX, forgot)
    assert harness().same(body("return 1 / 0"), body("x = 3; return x / 0"))
    assert not harness().same(body("return 1 / 0"), body("return undefined"))
    assert harness().same("pass", "x = 1")


def test_a_solution_that_fails_is_the_courses_fault() -> None:
    one = CheckHarness(check("function", name="f", inputs=[{"value": 1}]), "def f():\n    return 1\n")
    assert one.judge("def f(x):\n    return 1\n").status == "broken"


@pytest.mark.parametrize(
    "argument",
    [{}, {"normal": [2], "uniform": [2]}, {"integers": [2]}, {"uniform": [2], "low": 3}, {"nromal": [2]}],
)
def test_arguments_that_make_no_sense_are_refused(argument: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check("function", name="f", inputs=[argument])


def test_tensors_go_in_and_come_out(run: Run) -> None:
    code = "import tensorflow as tf\n\n@tf.function\ndef double(x):\n    return 2 * x\n"
    one = CheckHarness(
        check("function", name="double", inputs=[{"normal": [2, 3]}], returns={"type": "tensor"}), code, run
    )
    assert one.judge(code.replace("@tf.function\n", "")).status == "passed"
    wrong = one.judge(code.replace("2 * x", "tf.matmul(x, x)"))
    assert wrong.line == 5
    assert wrong.reason.startswith("double ended in an error:")
    assert (
        one.judge(code.replace("2 * x", "(2 * x).numpy()").replace("@tf.function\n", "")).expected
        == "a tensor"
    )


def test_a_function_that_leaves_the_program_is_said_to_do_so(run: Run) -> None:
    code = "import sys\n\ndef f(x):\n    return x\n"
    one = CheckHarness(check("function", name="f", inputs=[{"value": 1}]), code, run)
    result = one.judge(code.replace("return x", "sys.exit('enough')"))
    assert (result.status, result.seen, result.line) == ("failed", "SystemExit", 4)
    assert result.reason == "Looking at f ended in an error: enough."


COUNT = "import numpy as np\n\ndef count(x):\n    return {}\n"
ROWS: dict[str, Any] = {"name": "count", "inputs": [{"normal": [3, 4], "as": "array"}]}


def test_equal_wrong_numbers_are_the_same_in_floats_and_in_whole_numbers() -> None:
    harness = CheckHarness(check("function", **ROWS), COUNT.format("np.full(3, 4)"))
    assert harness.same(COUNT.format("np.full(3, 12.0)"), COUNT.format("np.full(3, 12)"))
    assert not harness.same(COUNT.format("np.full(3, 11.0)"), COUNT.format("np.full(3, 12)"))


def test_right_numbers_in_floats_are_no_other_mistake() -> None:
    harness = CheckHarness(check("function", **ROWS), COUNT.format("np.full(3, 4)"))
    assert not harness.same(COUNT.format("np.full(3, 4.0)"), COUNT.format("np.full(3, 4)"))


def test_one_slip_in_the_words_of_two_libraries_is_the_same() -> None:
    harness = CheckHarness(check("function", **ROWS), COUNT.format("x + np.ones([3, 1])"))
    by_numpy = COUNT.format("x + np.ones(3)")
    by_hand = COUNT.replace("return {}", "raise RuntimeError('Incompatible shapes: [3,4] vs. [3]')")
    other_sizes = COUNT.replace("return {}", "raise RuntimeError('Incompatible shapes: [3,4] vs. [2]')")
    assert harness.same(by_numpy, by_hand)
    assert not harness.same(by_numpy, other_sizes)
