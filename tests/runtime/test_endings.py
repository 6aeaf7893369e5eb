"""Every way in which a run can end, and the one sentence that it is told with."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest
from sandbox_samples import GRADIENT, Run

from tftutor.runtime import Cancel, CodeEnded, Event, Output, Section, Started


def test_a_program_that_finishes_says_nothing_but_its_output(run: Run) -> None:
    evidence = run(GRADIENT)
    assert (evidence.ending, evidence.sentence, evidence.errors) == ("finished", "", "")
    assert evidence.output.count("0.33333334") == 6
    assert evidence.usage.memory_mb > 50
    assert evidence.usage.cpu_seconds > 0


def test_events_come_in_order_and_carry_the_output_as_printed(run: Run) -> None:
    events: list[Event] = []
    run("print('one')\nprint('two\\rTWO')", on_event=events.append)
    kinds = [type(event) for event in events if not (isinstance(event, Output) and event.stream == "log")]
    assert kinds[0] is Started
    assert kinds[-1] is CodeEnded
    text = "".join(e.text for e in events if isinstance(e, Output) and e.stream == "stdout")
    assert text == "one\ntwo\rTWO\n"


def test_output_arrives_while_the_program_runs(run: Run) -> None:
    cancel = Cancel()

    def stop_at_first_line(event: Event) -> None:
        if isinstance(event, Output) and "ready" in event.text:
            cancel.cancel()

    code = "import time\nprint('ready')\ntime.sleep(600)"
    evidence = run(code, on_event=stop_at_first_line, cancel=cancel, seconds=120)
    assert evidence.ending == "cancelled"


def test_an_endless_loop_is_stopped_at_its_line(run: Run) -> None:
    evidence = run("x = 1\n\nwhile True:\n    x += 1\n", seconds=1)
    assert evidence.ending == "timeout"
    assert evidence.sentence.startswith("Stopped after 1 s: it was still running, at line ")
    assert evidence.sentence.endswith((" 3 of your code.", " 4 of your code."))


def test_an_endless_loop_inside_tensorflow_is_stopped_at_the_line_that_called_it(run: Run) -> None:
    code = """\
import tensorflow as tf
@tf.function
def f(x):
    while x < 2.0:
        x = x * 1.0
    return x
f(tf.constant(1.0))
"""
    evidence = run(code, seconds=2)
    assert evidence.ending == "timeout"
    assert evidence.sentence == "Stopped after 2 s: it was still running, at line 7 of your code."


def test_output_before_a_timeout_is_kept(run: Run) -> None:
    evidence = run("import time\nprint('before')\ntime.sleep(10**6)", seconds=1)
    assert (evidence.ending, evidence.output) == ("timeout", "before\n")


def test_a_program_that_ignores_every_signal_is_stopped_all_the_same(run: Run) -> None:
    code = """\
import signal, time
for s in range(1, 32):
    try: signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True:
    try: time.sleep(1)
    except BaseException: pass
"""
    assert run(code, seconds=1).ending == "timeout"


def test_too_much_output_is_cut_and_the_run_stopped(run: Run) -> None:
    evidence = run("while True: print('x' * 1000)", output_kb=64)
    assert evidence.ending == "output"
    assert evidence.sentence == "Stopped: it printed more than 64 KB, at line 1 of your code."
    assert 60_000 < len(evidence.output) <= 65_536


BAR = (
    "'\\b' * 80 + '\\r' + '\\x1b[1m 40/938\\x1b[0m \\x1b[32m' + '━' * 20 + '\\x1b[0m 3s 4ms/step - loss: 1.3'"
)


def test_a_bar_that_is_drawn_over_and_over_counts_once(run: Run) -> None:
    """As Keras draws it: ten minutes of it are 3 MB, and one line of the screen."""
    evidence = run(
        f"for _ in range(1000): print({BAR}, end='', flush=True)\nprint()\nprint('done')", output_kb=16
    )
    assert (evidence.ending, evidence.output) == (
        "finished",
        f" 40/938 {'━' * 20} 3s 4ms/step - loss: 1.3\ndone\n",
    )


@pytest.mark.parametrize(
    "printed", ["'x' * 99 + '\\r\\n'", "'x' * 99", "'\\rx' * 50 + 'y' * 99 + '\\n'", f"{BAR}"]
)
def test_no_way_of_printing_goes_on_for_ever(run: Run, printed: str) -> None:
    assert run(f"while True: print({printed}, end='')", output_kb=16).ending == "output"


def test_memory_that_grows_is_stopped(run: Run) -> None:
    evidence = run("l = []\nwhile True: l.append(bytearray(20 << 20))", memory_mb=600)
    assert evidence.ending == "memory"
    assert "600 MB" in evidence.sentence
    assert evidence.usage.memory_mb < 2000


def test_memory_asked_for_at_once_is_refused(run: Run) -> None:
    evidence = run("import numpy as np\nx = np.ones(20 * 2**30 // 8)", memory_mb=1000)
    assert evidence.ending == "memory"
    assert evidence.sentence == (
        "Stopped: it asked for more than the 1,000 MB of memory it may use, at line 2 of your code."
    )


def test_memory_that_a_tensor_takes_is_stopped(run: Run) -> None:
    code = "import tensorflow as tf\nl = []\nwhile True: l.append(tf.random.uniform([2048, 2048, 4]))"
    evidence = run(code, memory_mb=700)
    assert evidence.ending == "memory"


def test_a_crash_names_its_kind_and_its_line(run: Run) -> None:
    evidence = run("import ctypes\n\nctypes.string_at(0)")
    assert evidence.ending == "crashed"
    assert evidence.sentence == (
        "Your program ended with a crash inside a library (segmentation fault), at line 3 of your code."
    )


def test_an_abort_is_a_crash(run: Run) -> None:
    evidence = run("import os\nos.abort()")
    assert evidence.ending == "crashed"
    assert "(abort)" in evidence.sentence


@pytest.mark.parametrize("code", [0, 7])
def test_leaving_without_a_word_is_never_a_finish(run: Run, code: int) -> None:
    evidence = run(f"import os\nprint('here', flush=True)\nos._exit({code})")
    assert (evidence.ending, evidence.exit_code, evidence.output) == ("vanished", code, "here\n")
    assert f"exit code {code}" in evidence.sentence


def test_sys_exit_ends_the_program_and_its_values_are_looked_at(run: Run) -> None:
    probes = {"x": "def probe(context):\n    return context.namespace['x']"}
    evidence = run("import sys\nx = 5\nsys.exit(3)\nx = 6", probes=probes)
    assert (evidence.ending, evidence.exit_code, evidence.values["x"]) == ("exited", 3, 5)
    assert evidence.completed


def test_sys_exit_with_a_text_prints_it(run: Run) -> None:
    evidence = run("import sys\nsys.exit('no data')")
    assert (evidence.ending, evidence.exit_code, evidence.errors) == ("exited", 1, "no data\n")


def test_an_error_is_cut_to_the_learners_lines(run: Run) -> None:
    prelude = Section("the step before", "def halve(x):\n    return x / 0\n")
    evidence = run("a = 1\nb = halve(a)", prelude=(prelude,))
    assert evidence.ending == "error"
    error = evidence.error
    assert error is not None
    assert (error.type, error.message) == ("ZeroDivisionError", "division by zero")
    assert [(f.section, f.line, f.text) for f in error.frames] == [
        ("your code", 2, "b = halve(a)"),
        ("the step before", 2, "return x / 0"),
    ]
    assert error.line("your code") == 2
    assert evidence.sentence == (
        "Your program stopped with ZeroDivisionError: division by zero, at line 2 of your code."
    )
    lines = evidence.errors.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1] == '  File "your code", line 2, in <module>'
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_an_error_in_a_library_shows_no_line_of_the_library(run: Run) -> None:
    code = """\
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.ones([5, 2]), verbose=0)
"""
    evidence = run(code)
    assert evidence.ending == "error"
    assert evidence.error is not None
    assert evidence.error.line("your code") == 4
    assert "site-packages" not in evidence.errors + evidence.error.message
    assert "runtime" not in evidence.errors + evidence.error.message


def test_a_graph_error_shows_no_line_of_the_library(run: Run) -> None:
    code = """\
import tensorflow as tf
@tf.function
def f(x, n):
    return tf.reshape(x, [n, n])
f(tf.ones([6]), tf.constant(4))
"""
    evidence = run(code)
    assert evidence.error is not None
    assert evidence.error.line("your code") == 5
    assert "site-packages" not in evidence.errors + evidence.error.message
    assert "sections.py" not in evidence.errors + evidence.error.message
    assert "child.py" not in evidence.errors + evidence.error.message


def test_a_syntax_error_names_its_line(run: Run) -> None:
    evidence = run("x = 1\ny = (2\nz = 3 3\n")
    assert evidence.ending == "error"
    assert evidence.error is not None
    assert evidence.error.type == "SyntaxError"
    assert evidence.error.line("your code") in (2, 3)
    assert "SyntaxError" in evidence.errors
    assert "sections.py" not in evidence.errors


def test_too_many_files_end_the_run(run: Run) -> None:
    evidence = run("for i in range(200000): open(f'f{i}', 'w').write('x')", disk_mb=100)
    assert evidence.ending == "disk"
    assert evidence.sentence.startswith("Stopped: it ")


def test_a_file_too_large_ends_the_run(run: Run) -> None:
    code = "f = open('big', 'wb')\nwhile True:\n    f.write(bytes(1 << 20))\n"
    evidence = run(code, disk_mb=20)
    assert evidence.ending == "disk"
    assert "20 MB" in evidence.sentence


def test_reading_the_keyboard_does_not_wait(run: Run) -> None:
    evidence = run("input('name? ')")
    assert evidence.error is not None
    assert evidence.error.type == "EOFError"


def test_cancelling_from_another_thread_keeps_what_there_is(run: Run, tmp_path: Path) -> None:
    cancel = Cancel()

    def cancel_at(event: Event) -> None:
        if isinstance(event, Output) and "saved" in event.text:
            threading.Thread(target=cancel.cancel).start()

    code = "import time\nopen('kept.txt', 'w').write('so far')\nprint('saved')\ntime.sleep(600)"
    evidence = run(
        code, cancel=cancel, on_event=cancel_at, keep=("kept.txt",), keep_in=tmp_path / "k", seconds=100
    )
    assert evidence.ending == "cancelled"
    assert evidence.sentence.startswith("You stopped it after ")
    assert re.search(r", at line [34] of your code\.$", evidence.sentence)  # in print, or asleep already
    assert evidence.files["kept.txt"].read_text() == "so far"


def test_cancelling_ends_even_what_ignores_an_interrupt(run: Run) -> None:
    cancel = Cancel()
    code = "import time\nprint('on')\nwhile True:\n    try: time.sleep(1)\n    except BaseException: pass"
    on = [lambda event: cancel.cancel() if isinstance(event, Output) else None][0]
    assert run(code, cancel=cancel, on_event=on, seconds=100).ending == "cancelled"


def test_an_exit_hook_that_never_ends_is_not_waited_for(run: Run) -> None:
    code = """\
import atexit, time
@atexit.register
def late():
    print('late', flush=True)
    time.sleep(600)
"""
    began = time.monotonic()
    evidence = run(code, seconds=100)
    assert (evidence.ending, evidence.output) == ("finished", "late\n")
    assert time.monotonic() - began < 60


def test_closing_every_descriptor_spoils_only_ones_own_attempt(run: Run) -> None:
    evidence = run("import os\nos.closerange(0, 4096)\nprint('nobody hears this')")
    assert evidence.ending in ("vanished", "error")
    assert not evidence.completed
    assert run("print('next')").output == "next\n"
