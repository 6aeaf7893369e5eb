"""The check of a checkpoint, through the whole of the tutor: the program is run again on what it saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tftutor.course.model import Course
from tftutor.tutor import Tutor
from tftutor.tutor.opening import the_course

PROGRAM = """\
import keras
import tensorflow as tf

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input([3]), keras.layers.Dense(2)])
optimizer = keras.optimizers.Adam(0.01)
optimizer.build(model.trainable_variables)
step = tf.Variable(0, dtype=tf.int64)
checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=step)
manager = tf.train.CheckpointManager(checkpoint, "checkpoints", max_to_keep=2)
checkpoint.restore(manager.latest_checkpoint)
while step < 6:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(tf.ones([4, 3])) - 1.0) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    step.assign_add(1)
    if step % 2 == 0:
        manager.save()
"""
RESTORE = "checkpoint.restore(manager.latest_checkpoint)\n"
TRAINS_ON = PROGRAM.replace("while step < 6:", "for _ in range(6):")
# The same in other words: no manager, a list of weights, and the optimizer's own count.
OTHERWISE = """\
import tensorflow as tf
import keras

weights = [tf.Variable(tf.random.normal([3, 2], seed=1)), tf.Variable(tf.zeros([2]))]
optimizer = keras.optimizers.SGD(0.01, momentum=0.9)
optimizer.build(weights)
state = tf.train.Checkpoint(weights=weights, opt=optimizer)
newest = tf.train.latest_checkpoint("checkpoints")
if newest:
    state.read(newest)
while int(optimizer.iterations) < 4:
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((tf.ones([1, 3]) @ weights[0] + weights[1]) ** 2)
    optimizer.apply(tape.gradient(loss, weights), weights)
    state.save("checkpoints/state")
step, model = optimizer.iterations, weights
"""
COURSE = "format: 1\nid: c\ntitle: C\nsessions: [{id: session1, title: One, lessons: [lesson]}]\n"
LESSON = """
id: lesson
title: A lesson
minutes: 5
steps:
  - id: resume
    kind: exercise
    title: Resume
    text: Go on.
    starter: "step = ..."
    solution: |
{solution}
    hints: [Think., Think more., Restore.]
    checks:
      - checkpoint: {{folder: checkpoints, step: step, model: model, optimizer: optimizer}}
    mistakes:
      - name: never restored
        change: {{"checkpoint.restore(manager.latest_checkpoint)\\n": ""}}
        says: You save, but never restore.
      - name: optimizer left out
        change: {{" optimizer=optimizer,": ""}}
        says: The optimizer isn't in your checkpoint.
"""
Judge = Callable[[str], tuple[str, str, str]]


@pytest.fixture
def judged(make_tutor: Callable[[Course], Tutor], tmp_path: Path) -> Judge:
    """Status, headline and recognised mistake of a program."""
    folder = tmp_path / "course"
    (folder / "session1").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    solution = "".join(f"      {line}\n" for line in PROGRAM.splitlines())
    (folder / "session1" / "lesson.yaml").write_text(LESSON.format(solution=solution))
    tutor = make_tutor(the_course(folder))

    def judge(code: str) -> tuple[str, str, str]:
        verdict = tutor.attempt(tutor.course.steps["session1/lesson/resume"], code).verdict
        return verdict.status, verdict.headline, verdict.mistake

    return judge


@pytest.mark.parametrize("code", [PROGRAM, TRAINS_ON, OTHERWISE], ids=["to six", "six more", "other words"])
def test_a_program_that_goes_on_passes(judged: Judge, code: str) -> None:
    status, headline, _ = judged(code)
    assert (status, headline) == ("passed", "It does what it should.")


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("step, model, optimizer = 6, [], []\n", "Your program left no folder checkpoints."),
        ("import os\nos.mkdir('checkpoints')\nopen('checkpoints/weights', 'w').write('1')\n"
         "step, model, optimizer = 6, [], []\n",
         "There's no checkpoint in checkpoints that TensorFlow can find."),
        (PROGRAM.replace(", optimizer=optimizer, step=step", ""),
         "Your checkpoint doesn't say how far the training is: there's no whole number in it."),
        (PROGRAM.replace(", step=step", ""),
         "Run again, your program goes on with the saved weights, but counts step from 0."),
        (PROGRAM.replace(RESTORE, "tf.train.Checkpoint(step=step).restore(manager.latest_checkpoint)\n"),
         "The count comes back from your checkpoint, but the numbers of model don't."),
        (PROGRAM.replace(RESTORE, "if manager.latest_checkpoint:\n    raise ValueError('never again')\n"),
         "Run again on its checkpoint, your program ends in an error: "),
        ("x = 1\n", "Looking at step, model and optimizer ended in an error: "),
    ],
)  # fmt: skip
def test_what_is_missing_has_its_sentence(judged: Judge, code: str, headline: str) -> None:
    status, said, _ = judged(code)
    assert status == "failed"
    assert said.startswith(headline)


def test_a_program_that_starts_over_is_recognised_in_other_words(judged: Judge) -> None:
    assert judged(PROGRAM.replace(RESTORE, "")) == (
        "failed",
        "You save, but never restore.",
        "never restored",
    )
    otherwise = OTHERWISE.replace("if newest:\n    state.read(newest)\n", "")
    assert judged(otherwise) == ("failed", "You save, but never restore.", "never restored")


def test_half_a_checkpoint_is_recognised_too(judged: Judge) -> None:
    half = OTHERWISE.replace(", opt=optimizer", ", steps=optimizer.iterations")
    assert judged(half)[2] == "optimizer left out"
