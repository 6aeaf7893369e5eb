"""The full-screen tutor in real terminals, by keyboard only."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cli_learner import Learner
from course_data import SOFTMAX, newcomer, solution_of
from full_screen import assert_golden, greeted, open_step, own_course, resize, start, write
from terminal import Terminal, gone_afterwards
from tmuxes import Tmux, needs_tmux

__all__ = ["newcomer"]

RIGHT = "import tensorflow as tf\n\nx = tf.constant([1.0, 2.0, 3.0])\ny = tf.reduce_mean(x ** 2)\n"
EXERCISE = "one/code/mean-of-squares"


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether the screens are kept again."""
    return bool(request.config.getoption("--update-goldens"))


@pytest.mark.journey
def test_from_the_first_start_to_a_trained_softmax_regression(newcomer: Learner) -> None:
    with start(newcomer) as terminal:
        _be_welcomed(terminal)
        terminal.press("/")
        terminal.wait_for("a step, a lesson or a word")
        terminal.send("pictures aside")
        terminal.wait_for("▶ Put some pictures aside")
        terminal.press("enter")

        open_step(terminal, "Put some pictures aside")
        write(terminal, solution_of(f"{SOFTMAX}/validation-split"))
        _check(terminal)

        terminal.press("alt+n")
        open_step(terminal, "What if it always says 0?")
        terminal.send("10\r")
        terminal.wait_for("10 percent is how often it is right.")
        terminal.send("90\r")
        terminal.wait_for("One picture in ten is a 0, and those are the ones it gets.")

        terminal.press("n")
        open_step(terminal, "Count the mistakes")
        write(terminal, solution_of(f"{SOFTMAX}/error-rate"))
        _check(terminal)

        terminal.press("ctrl+p")
        terminal.send("Ten thousand steps")
        terminal.wait_for(re.compile(r"Ten thousand steps.*\n(?s:.*)Ten thousand steps"))
        terminal.press("enter")
        open_step(terminal, "Ten thousand steps")
        write(terminal, solution_of(f"{SOFTMAX}/train"))
        terminal.press("ctrl+j")
        terminal.wait_for("^c stop")
        resize(terminal, 30, 100)
        terminal.press("alt+1")
        open_step(terminal, "Ten thousand steps")
        resize(terminal, 24, 80)
        terminal.wait_for(re.compile(r"validation error \d\.\d+ %, pass mark"), timeout=280)
        with gone_afterwards(terminal):
            terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert newcomer.draft(f"{SOFTMAX}/train").read_text() == solution_of(f"{SOFTMAX}/train")
    assert "4 of " in newcomer.says("list", SOFTMAX)


def test_a_step_at_every_size(learner: Learner, update: bool) -> None:
    with start(greeted(learner), "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        terminal.settle()
        assert_golden(terminal, "read-80x24", update=update)
        write(terminal, RIGHT.replace("mean(", "sum("))
        terminal.press("ctrl+r")
        terminal.wait_for("Finished in", timeout=60)
        terminal.press("ctrl+j")
        terminal.wait_for("You summed where the text averages.")
        terminal.settle()
        assert_golden(terminal, "not-yet-80x24", update=update)
        for rows, columns in ((30, 100), (50, 200)):
            resize(terminal, rows, columns)
            terminal.settle()
            assert_golden(terminal, f"not-yet-{columns}x{rows}", update=update)
        resize(terminal, 24, 80)
        write(terminal, RIGHT)
        _check(terminal)
        terminal.settle()
        assert_golden(terminal, "passed-80x24", update=update)
        with gone_afterwards(terminal):
            terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("term", "environ"), [("screen", {}), ("linux", {}), ("xterm", {"NO_COLOR": "1"})])
def test_a_step_in_plainer_terminals(
    learner: Learner, update: bool, term: str, environ: dict[str, str]
) -> None:
    with start(greeted(learner.with_(environ)), "open", EXERCISE, term=term) as terminal:
        open_step(terminal, "The mean of squares")
        write(terminal, RIGHT)
        terminal.press("ctrl+r")
        terminal.wait_for("Finished in")
        _check(terminal)
        terminal.settle()
        assert_golden(terminal, "passed-80x24", update=update)
        with gone_afterwards(terminal):
            terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@needs_tmux
def test_a_step_in_tmux(learner: Learner, update: bool) -> None:
    with Tmux(
        ["env", "-u", "NO_COLOR", *_command("open", EXERCISE)],
        env=greeted(learner).environment(),
        cwd=learner.home,
    ) as tmux:
        assert tmux.size() == (23, 80)
        open_step(tmux, "The mean of squares")
        tmux.press("alt+2")
        tmux.wait_for("x = tf.constant")
        tmux.press("down")
        tmux.send("# seen")
        tmux.wait_until(lambda: "# seen" in learner.draft(EXERCISE).read_text(), "the file is saved")
        tmux.press("escape", "escape")
        tmux.wait_for("A small course")
        tmux.press("q")
        assert tmux.wait_for_exit() == 0


def test_hanging_up_in_a_run_leaves_no_process_and_is_reported_of_at_the_next_start(learner: Learner) -> None:
    with start(greeted(learner), "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        write(terminal, "print('off it goes', flush=True)\nwhile True:\n    pass\n")
        terminal.press("ctrl+r")
        terminal.wait_for("off it goes")
        with gone_afterwards(terminal):
            terminal.hang_up()
    with start(learner) as terminal:
        terminal.wait_for(re.compile("cut off|did not end|was stopped|went on"))


def test_what_goes_amiss_is_a_sentence(learner: Learner) -> None:
    """No TensorFlow, 2,000 lines pasted, a lesson replaced and the workspace deleted under the app."""
    without = own_course(greeted(learner)).with_({"TFTUTOR_PYTHON": _python_without_tensorflow()})
    with start(without, "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        write(terminal, "".join(f"line_{number} = {number}\n" for number in range(1, 2001)))
        file = learner.draft(EXERCISE)
        terminal.wait_until(lambda: file.read_text().count("\n") >= 2000, "all lines in the file")

        terminal.press("ctrl+j")
        terminal.wait_for("has no TensorFlow")

        assert without.course
        lesson = without.course / "one" / "code.yaml"
        lesson.write_text("id: code\ntitle: [broken")
        terminal.press("alt+n")
        open_step(terminal, "Free play")
        terminal.press("alt+p")
        open_step(terminal, "The mean of squares")

        shutil.rmtree(file.parents[2])
        terminal.press("alt+2")
        terminal.wait_for("line_1")
        terminal.send("#")
        terminal.wait_until(file.is_file, "the file, written again")
        with gone_afterwards(terminal):
            terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def _be_welcomed(terminal: Terminal) -> None:
    for page in ("1 of 3", "2 of 3", "3 of 3"):
        terminal.wait_for(page)
        terminal.press("enter")
    terminal.wait_for("TensorFlow, from IT 101 to RNN")
    terminal.press("escape")
    terminal.wait_for("/ find")


def _check(terminal: Terminal) -> None:
    terminal.press("ctrl+j")
    terminal.wait_for(re.compile("✓ Passed|✓ passed"), timeout=60)


def _command(*words: str) -> list[str]:
    from full_screen import TFTUTOR

    return [*TFTUTOR, *words]


def _python_without_tensorflow() -> str:
    for name in ("/usr/bin/python3", shutil.which("python3") or ""):
        if name and not list(Path(name).resolve().parents[1].glob("lib/python3*/site-packages/tensorflow")):
            return name
    pytest.skip("every Python here has TensorFlow")
