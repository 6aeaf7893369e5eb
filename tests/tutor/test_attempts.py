"""An attempt goes in, a verdict comes out."""

from __future__ import annotations

import pytest

from tftutor.runtime import Cancel
from tftutor.tutor import Attempt, Tutor

LESSON = "session1/lesson"


def attempt(tutor: Tutor, step: str, code: str, **options: bool) -> Attempt:
    return tutor.attempt(tutor.course.steps[f"{LESSON}/{step}"], code, **options)


def test_right_code_passes_however_it_is_written(little: Tutor) -> None:
    assert attempt(little, "twice", "import math\ny = math.prod([3, 2])").verdict.status == "passed"


def test_a_mistake_is_recognised_by_what_it_does(little: Tutor) -> None:
    verdict = attempt(little, "twice", "y = sum([1, 1, 1])").verdict
    assert (verdict.status, verdict.mistake, verdict.headline) == ("failed", "once", "That is three once.")


def test_a_mistake_that_stops_with_an_error_is_recognised_too(little: Tutor) -> None:
    verdict = attempt(little, "twice", "text = 'six'\nnumber = int(text)\ny = number").verdict
    assert verdict.mistake == "a text"
    assert verdict.error is not None and verdict.error.line("your code") == 2


def test_a_mistake_is_recognised_whether_the_program_or_a_check_calls_the_function(little: Tutor) -> None:
    by_a_check = "def half(x):\n    two = int('two')\n    return x / two\n"
    by_the_program = "def half(x):\n    table = {}\n    return x / table[2]\n\nprint(half(8))"
    assert attempt(little, "half", by_a_check).verdict.mistake == "a word"
    assert attempt(little, "half", by_the_program).verdict.mistake == "looked up"


@pytest.mark.parametrize(
    ("code", "mistake"),
    [
        ("a = 5\nb = 6", "a is five"),  # both; the check that speaks is about a
        ("a = 7\nb = 6", ""),  # b is six, but the check that speaks is about a
        ("a = 2\nb = 6", ""),  # half of the exchange is no exchange
        ("b, a = 1, 2", "exchanged"),
    ],
)
def test_of_several_mistakes_the_first_is_named(little: Tutor, code: str, mistake: str) -> None:
    assert attempt(little, "pair", code).verdict.mistake == mistake


@pytest.mark.parametrize(
    ("rows", "mistake"), [(2, "table of two"), (4, "table of four"), (9, "table of two")]
)
def test_of_errors_that_differ_in_their_numbers_the_very_same_is_named(
    little: Tutor, rows: int, mistake: str
) -> None:
    code = f"raise ValueError('{rows} rows against 3')"
    assert attempt(little, "pair", code).verdict.mistake == mistake


def test_an_error_that_is_no_known_mistake_says_what_to_try(little: Tutor) -> None:
    verdict = attempt(little, "twice", "import math\ny = sqrt(36)").verdict
    assert "its full name is `math.sqrt`" in verdict.headline
    assert (
        attempt(little, "twice", "y = (2 * 3").verdict.advice == "Count the brackets: each `(` needs its `)`."
    )


def test_a_name_that_a_library_does_not_have_comes_with_one_that_it_has(little: Tutor) -> None:
    verdict = attempt(little, "twice", "import tensorflow as tf\ny = tf.reduce_mena([6])").verdict
    assert verdict.error is not None
    assert "Did you mean `reduce_mean`?" in verdict.error.message


def test_another_error_gets_no_mistakes_sentence(little: Tutor) -> None:
    verdict = attempt(little, "twice", "y = undefined").verdict
    assert verdict.mistake == ""
    assert verdict.error is not None and verdict.error.type == "NameError"


def test_another_value_gets_the_checks_own_reason(little: Tutor) -> None:
    verdict = attempt(little, "twice", "y = 7").verdict
    assert verdict.mistake == ""
    assert verdict.first_failed is not None
    assert (verdict.first_failed.expected, verdict.first_failed.seen) == ("6", "7")


def test_a_program_that_never_ends_is_a_timeout(little: Tutor) -> None:
    verdict = attempt(little, "endless", "while True:\n    pass").verdict
    assert verdict.status == "timeout"
    assert "2 s" in verdict.headline
    assert "until a `break`" in verdict.advice


def test_a_loop_that_never_ends_is_reported_what_it_does_not_change(little: Tutor) -> None:
    code = "x, length = 8.0, 8.0\nwhile length > 1:\n    x = x / 2"
    verdict = attempt(little, "endless", code).verdict
    assert verdict.status == "timeout"
    assert "asks `length > 1`" in verdict.advice and "nothing in it changes `length`" in verdict.advice


def test_a_loop_that_goes_the_wrong_way_is_reported_to_look(little: Tutor) -> None:
    verdict = attempt(little, "endless", "x = 8.0\nwhile x > 1:\n    x = x * 2").verdict
    assert "Print that in each round" in verdict.advice


def test_a_well_known_error_is_reported_by_its_cause(little: Tutor) -> None:
    verdict = attempt(little, "twice", "y = [1, 2, 3][3]").verdict
    assert verdict.headline.startswith("A list has no such place: places count from 0")
    assert verdict.advice == "The last place is also called -1."


def test_a_broken_solution_is_the_courses_fault(little: Tutor) -> None:
    verdict = attempt(little, "impossible", "y = 1").verdict
    assert verdict.status == "broken"
    assert "not yours" in verdict.advice


def test_the_file_of_a_passed_attempt_flows_into_the_next_step(little: Tutor) -> None:
    attempt(little, "file", "open('out.txt', 'w').write('mine')")
    assert attempt(little, "reads-it", "text = 'mi' + 'ne'").verdict.status == "passed"


def test_without_an_own_file_the_solutions_is_used(little: Tutor) -> None:
    assert attempt(little, "reads-it", "text = 'six'").verdict.status == "passed"


def test_equal_code_is_not_run_again_unless_asked(little: Tutor) -> None:
    first = attempt(little, "twice", "y = 7")
    again = attempt(little, "twice", "y = 7")
    fresh = attempt(little, "twice", "y = 7", fresh=True)
    assert (first.reused, again.reused, fresh.reused) == (False, True, False)
    assert again.verdict == first.verdict == fresh.verdict


def test_progress_remembers(little: Tutor) -> None:
    assert little.progress
    attempt(little, "twice", "y = 7")
    attempt(little, "twice", "y = 6")
    state = little.progress.steps()[f"{LESSON}/twice"]
    assert (state.passed, state.attempts, state.last_verdict) == (True, 2, "passed")


def test_a_pass_counts_again_after_a_reset(little: Tutor) -> None:
    assert little.progress
    step = f"{LESSON}/twice"
    attempt(little, "twice", "y = 6")
    little.progress.reset([step])
    attempt(little, "twice", "y = 6")
    assert little.progress.steps()[step].passed


def test_a_cancelled_attempt_is_not_counted(little: Tutor) -> None:
    assert little.progress
    cancel = Cancel()
    cancel.cancel()
    result = little.attempt(little.course.steps[f"{LESSON}/endless"], "while True:\n    pass", cancel=cancel)
    assert result.verdict.status == "failed"
    assert little.progress.attempts() == []


def test_a_prediction_is_proven_by_running_it(little: Tutor) -> None:
    ref = little.course.steps[f"{LESSON}/which"]
    assert little.prove(ref).verdict.status == "passed"


CHEATS = {
    "prints the word": "print('PASSED')\nprint('All checks hold.')",
    "writes to every descriptor": """
import os
for fd in range(256):
    try:
        os.write(fd, b'PASSED {"status": "passed", "values": {"0.value": 6}}\\n')
    except OSError:
        continue
""",
    "leaves quietly": "import sys\nsys.exit(0)",
    "leaves at once": "import os\nos._exit(0)",
    "redefines print": "def print(*a, **k):\n    return 'PASSED'\ny = 7",
    "redefines what a probe might use": """
import builtins, json, numpy
class Always:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
builtins.repr = builtins.isinstance = builtins.type = Always()
json.dumps = lambda *a, **k: '{"exists": true}'
numpy.asarray = lambda *a, **k: 6
y = 7
""",
    "a value that equals everything": """
class Six(int):
    def __eq__(self, other): return True
    def __float__(self): return 6.0
y = Six(7)
""",
}


@pytest.mark.parametrize("code", CHEATS.values(), ids=CHEATS.keys())
def test_nothing_but_the_result_makes_an_attempt_pass(little: Tutor, code: str) -> None:
    assert attempt(little, "twice", code).verdict.status == "failed"
    assert attempt(little, "twice", "y = 6").verdict.status == "passed"
