"""The board of a step in a real terminal: a program logs in the sandbox, and its log is drawn."""

from __future__ import annotations

import re

import pytest
from cli_learner import Learner
from full_screen import assert_golden, greeted, open_step, resize, start, write

EXERCISE = "one/code/mean-of-squares"
LOGGING = """\
import tensorflow as tf

writer = tf.summary.create_file_writer("logs/training")
with writer.as_default():
    for step in range(0, 301, 10):
        tf.summary.scalar("loss", 2.3 / (1 + step / 50), step=step)
        tf.summary.scalar("error", 0.9 / (1 + step / 30), step=step)
    distance = tf.abs(tf.range(28.0)[:, None] - 13.5) + tf.abs(tf.range(28.0)[None] - 13.5)
    diamond = tf.cast(distance < 10, tf.float32)[None, :, :, None]
    tf.summary.image("diamonds", tf.repeat(diamond, 4, axis=0), step=0, max_outputs=4)
    recipe = tf.function(lambda x: tf.reduce_mean(x ** 2)).get_concrete_function(tf.ones([2, 3]))
    tf.summary.graph(recipe.graph)
x = tf.constant([1.0, 2.0, 3.0])
y = tf.reduce_mean(x ** 2)
"""
GOING_ON = """\
import time
import tensorflow as tf
writer = tf.summary.create_file_writer("logs")
with writer.as_default():
    for step in range(20):
        tf.summary.scalar("loss", 1 / (1 + step), step=step)
writer.flush()
while True:
    time.sleep(0.1)
"""


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether the screens are kept again."""
    return bool(request.config.getoption("--update-goldens"))


@pytest.mark.parametrize(("name", "environ"), [("board", {}), ("board-letters", {"NO_COLOR": "1"})])
def test_what_a_program_logged_is_drawn(
    learner: Learner, update: bool, name: str, environ: dict[str, str]
) -> None:
    with start(greeted(learner.with_(environ)), "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        write(terminal, LOGGING)
        terminal.press("ctrl+j")
        terminal.wait_for("5 Board")
        terminal.press("alt+5")
        for rows, columns in ((24, 80), (40, 140)):
            resize(terminal, rows, columns)
            terminal.wait_for("31 points, last 0.08182 at step 300")
            terminal.press("end")
            terminal.wait_for(re.compile(r"graph   \d+ operations of \d+ kinds"))
            terminal.wait_for("1 Mean")
            terminal.press("home")
            terminal.wait_for("31 points, last 0.08182 at step 300")
            terminal.settle()
            assert_golden(terminal, f"{name}-{columns}x{rows}", update=update)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_a_log_grows_on_the_board_and_stays_when_the_run_is_stopped(learner: Learner) -> None:
    with start(greeted(learner), "open", EXERCISE) as terminal:
        open_step(terminal, "The mean of squares")
        write(terminal, "import tensorflow as tf\ntf.summary.create_file_writer('logs').flush()\n")
        terminal.press("ctrl+r")
        terminal.wait_for("5 Board")
        terminal.press("alt+5")
        terminal.wait_for("The event files hold nothing yet")
        write(terminal, GOING_ON)
        terminal.press("ctrl+r", "alt+5")
        terminal.wait_for("20 points, last 0.05 at step 19")
        assert terminal.shows("^c stop")
        terminal.press("ctrl+c")
        terminal.wait_gone("^c stop")
        terminal.settle()
        assert terminal.shows("20 points, last 0.05 at step 19")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert not list((learner.home / "cache" / "tftutor" / "runs").iterdir())
