"""What probes see of the values that the learner's code left, and how it comes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sandbox_samples import GRADIENT, LOOK, Run, looking_at

from tftutor.runtime import Evidence, Probe, Program, ProgramError, Runtime, Section

RERUN = f"""\
{LOOK}
def probe(context):
    namespace = context.rerun({{"x": [[1, 2, 3], [4, 5, 6]]}})
    return look(namespace["x_grad"])
"""

PROGRAM_OF_2017 = """\
import tensorflow as tf

with tf.Graph().as_default():
    x = tf.compat.v1.Variable(tf.ones([2, 3]))
    y = tf.reduce_mean(tf.square(x))
    gradient = tf.gradients(y, [x])[0]
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        x_grad = session.run(gradient)
print(x_grad)
"""

PROGRAM_OF_2017_WITHOUT_GRAPH = """\
import tensorflow as tf
tf.compat.v1.disable_eager_execution()

x = tf.compat.v1.get_variable("x", initializer=tf.ones([2, 3]))
y = tf.reduce_mean(tf.square(x))
gradient = tf.gradients(y, [x])[0]
session = tf.compat.v1.Session()
session.run(tf.compat.v1.global_variables_initializer())
x_grad = session.run(gradient)
print(x_grad)
"""


def looked_at(evidence: Evidence, name: str = "it") -> dict[str, Any]:
    value = evidence.values[name]
    assert isinstance(value, dict), value
    return value


def test_arrays_come_back_exactly(run: Run) -> None:
    source = "def probe(context):\n    return {'deep': [context.namespace['a']]}"
    code = "import numpy as np\na = np.linspace(0, 1, 6, dtype='float64').reshape(2, 3).T"
    value = run(code, probes={"it": source}).values["it"]
    np.testing.assert_array_equal(value["deep"][0].numpy(), np.linspace(0, 1, 6).reshape(2, 3).T)


def test_texts_and_numbers_of_numpy_come_back_as_plain_ones(run: Run) -> None:
    source = "def probe(context):\n    return context.namespace['a']"
    code = """\
import numpy as np
a = {'w': np.array(['ab', b'c'], object), 'n': np.float32(.5), 'b': b'x', 'nan': np.nan}
"""
    value = run(code, probes={"it": source}).values["it"]
    assert value["w"] == ["ab", "c"]
    assert (value["n"], value["b"]) == (0.5, "x")
    assert np.isnan(value["nan"])


def test_an_array_too_large_is_refused_by_name(run: Run) -> None:
    code = "import numpy as np\nbig = np.zeros([3000, 1000])"
    evidence = run(code, probes={"raw": "def probe(context):\n    return {'big': context.namespace['big']}"})
    refused = evidence.values["raw"]
    assert isinstance(refused, ProgramError)
    assert "'big'" in refused.message
    assert "16 MB" in refused.message


def test_a_probe_that_raises_reports_the_learners_line(run: Run) -> None:
    source = "def probe(context):\n    return context.namespace['f'](0)"
    evidence = run("def f(x):\n    return 1 / x\n", probes={"it": source})
    error = evidence.values["it"]
    assert isinstance(error, ProgramError)
    assert (error.type, error.line("your code")) == ("ZeroDivisionError", 2)
    assert evidence.ending == "finished"


def test_parameters_reach_a_probe_arrays_included(runtime: Runtime) -> None:
    source = (
        "def probe(context, at, name):\n    return {'sum': at.sum(), 'dtype': str(at.dtype), 'name': name}"
    )
    array = np.ones([2, 2], "float32")
    program = Program(code="", probes=(Probe("it", source, {"at": array, "name": "n"}),))
    assert runtime.run(program).values["it"] == {"sum": 4.0, "dtype": "float32", "name": "n"}


def test_what_probes_print_is_not_the_programs_output(run: Run) -> None:
    source = "def probe(context):\n    print('probe')\n    context.namespace['f']()\n    return 1"
    evidence = run("def f(): print('f')\nprint('program')", probes={"it": source})
    assert evidence.output == "program\n"
    assert evidence.values["it"] == 1


def test_an_expression_is_evaluated_in_the_learners_namespace(run: Run) -> None:
    source = "def probe(context):\n    return context.evaluate('[n * 2 for n in numbers]')"
    assert run("numbers = [1, 2]", probes={"it": source}).values["it"] == [2, 4]


def test_a_program_runs_as_main(run: Run) -> None:
    assert run("if __name__ == '__main__': print('main')").output == "main\n"


def test_rerunning_with_other_values_in_a_variable(run: Run) -> None:
    value = looked_at(run(GRADIENT, probes={"it": RERUN}))
    np.testing.assert_allclose(value["array"].numpy(), np.array([[1, 2, 3], [4, 5, 6]]) / 3, rtol=1e-6)


def test_rerunning_replaces_plain_tensors_arrays_and_lists_in_kind(run: Run) -> None:
    code = (
        "import tensorflow as tf, numpy as np\nx, a, l, n = tf.ones([2]), np.ones(2, 'int32'), [0, 0], 1.0\n"
    )
    source = f"""\
{LOOK}
def probe(context):
    again = context.rerun({{"x": [2, 3], "a": [4, 5], "l": [6, 7], "n": 8}})
    return [look(again[name]) for name in "xaln"]
"""
    x, a, items, number = run(code, probes={"it": source}).values["it"]
    assert (x["type"], x["dtype"], x["array"].numpy().tolist()) == ("EagerTensor", "float32", [2, 3])
    assert (a["type"], a["dtype"], a["array"].numpy().tolist()) == ("ndarray", "int32", [4, 5])
    assert (items["type"], items["array"].numpy().tolist()) == ("list", [6, 7])
    assert (number["type"], number["array"].numpy().item()) == ("float", 8.0)


def test_rerunning_starts_from_the_prelude_and_leaves_the_first_run_alone(run: Run) -> None:
    source = """\
def probe(context):
    again = context.rerun({"x": 10})
    return {"again": again["y"], "first": context.namespace["y"], "count": context.namespace["count"]}
"""
    prelude = (Section("before", "count = 1"),)
    values = run("count += 1\nx = 1\ny = x + count", prelude=prelude, probes={"it": source}).values["it"]
    assert values == {"again": 12, "first": 3, "count": 2}


def test_same_seed_same_numbers_in_a_rerun(run: Run) -> None:
    code = "import tensorflow as tf\nr = tf.random.normal([3])\n"
    source = "def probe(context):\n    return [context.namespace['r'], context.rerun({})['r']]"
    first, again = run(code, probes={"it": source}, seed=7).values["it"]
    np.testing.assert_array_equal(first.numpy(), again.numpy())


@pytest.mark.parametrize("program", [PROGRAM_OF_2017, PROGRAM_OF_2017_WITHOUT_GRAPH])
def test_the_program_of_2017_is_looked_at_and_rerun(run: Run, program: str) -> None:
    source = f"""\
{LOOK}
def probe(context):
    def seen():
        return [look(context.namespace[name]) for name in ("x", "y", "x_grad")]
    before = seen()
    again = context.rerun({{"x": [[1, 2, 3], [4, 5, 6]]}})
    return {{"before": before, "after": seen(), "again": look(again["x_grad"])}}
"""
    evidence = run(program, probes={"it": source})
    assert evidence.output.count("0.33333334") == 6
    value = evidence.values["it"]
    assert isinstance(value, dict), value
    for x, y, x_grad in (value["before"], value["after"]):
        assert (x["shape"], x["array"]) == ([2, 3], None)
        assert (y["type"], y["dtype"], y["shape"], y["array"]) == ("SymbolicTensor", "float32", [], None)
        assert (x_grad["type"], x_grad["shape"]) == ("ndarray", [2, 3])
        np.testing.assert_allclose(x_grad["array"].numpy(), 1 / 3, rtol=1e-6)
    np.testing.assert_allclose(
        value["again"]["array"].numpy(), np.array([[1, 2, 3], [4, 5, 6]]) / 3, rtol=1e-6
    )


SABOTAGE = [
    "print = len = isinstance = type = str = None",
    "tf = None\nnp = None",
    "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.print = None",
    "import json, sys\njson.dumps = None\nsys.modules['json'] = sys.modules['numpy'] = None",
    "import numpy\nnumpy.asarray = numpy.array2string = lambda *a, **k: 42",
    "import sys\nsys.stdout = sys.stderr = None",
    "import os\nfor fd in range(3, 20):\n    try: os.write(fd, b'garbage' * 50)\n    except OSError: pass",
]


@pytest.mark.parametrize("sabotage", SABOTAGE)
def test_redefining_what_probes_lean_on_changes_no_value(run: Run, sabotage: str) -> None:
    evidence = run(GRADIENT.replace("mean", "sum") + sabotage, probes={"it": looking_at("x_grad")})
    assert evidence.ending == "finished", evidence
    value = looked_at(evidence)
    assert value["type"] == "EagerTensor"
    np.testing.assert_array_equal(value["array"].numpy(), np.full([2, 3], 2.0, "float32"))


def test_forged_reports_are_skipped(run: Run) -> None:
    code = """\
import os
x = 1
for fd in range(3, 20):
    try: os.write(fd, bytes(16) + b'V' + bytes(8)); os.write(fd, b'x' * 40000)
    except OSError: pass
"""
    evidence = run(code, probes={"it": "def probe(context):\n    return context.namespace['x']"})
    assert (evidence.ending, evidence.values["it"]) == ("finished", 1)


def test_a_function_that_never_returns_ends_the_probes(run: Run) -> None:
    probes = {
        "quick": "def probe(context):\n    return 1",
        "slow": "def probe(context):\n    return context.namespace['f']()",
    }
    evidence = run("def f():\n    while True: pass\n", probes=probes, seconds=1)
    assert evidence.ending == "timeout"
    assert evidence.sentence == (
        "Stopped after 1 s: the checks were using your code and it was still running, at line 2 of your code."
    )
    assert evidence.values["quick"] == 1


def test_a_function_that_leaves_during_the_probes_is_no_finish(run: Run) -> None:
    source = "def probe(context):\n    return context.namespace['f']()"
    evidence = run("import os\ndef f(): os._exit(0)\n", probes={"it": source})
    assert (evidence.ending, dict(evidence.values)) == ("vanished", {})


def test_probes_are_not_in_the_process_while_the_learners_code_runs(run: Run) -> None:
    code = """\
import gc
marker = "held" + "-out-" + "secret"
found = []
for o in gc.get_objects():
    if isinstance(o, dict) and any(marker in v for v in list(o.values())[:50] if isinstance(v, str)):
        found.append(o)
found = [o for o in found if o is not globals()]
"""
    source = "def probe(context):\n    'held-out-secret'\n    return len(context.namespace['found'])"
    assert run(code, probes={"it": source}).values["it"] == 0
