"""The way of a learner through a step: show, write, check, hint, check again, come back tomorrow."""

from __future__ import annotations

from cli_learner import Learner


def test_from_the_first_look_to_progress(learner: Learner) -> None:
    learner.says("show", "mean-of-squares")
    draft = learner.draft("one/code/mean-of-squares")
    assert "Not started" in learner.says("check", code=1)

    draft.write_text(draft.read_text().replace("...", "sum(v * v for v in x)"))
    said = learner.says("check", "mean-of-squares", code=1)
    assert "You summed where the text averages." in said
    assert "Hint 1 of 3: tftutor hint one/code/mean-of-squares" in said

    assert "First square, then average." in learner.says("hint")

    draft.write_text(draft.read_text().replace("sum(v * v for v in x)", "tf.reduce_mean(tf.square(x))"))
    said = learner.says("check")
    assert "✓ Passed" in said
    assert "Next: tftutor show one/code/free-play" in said

    assert "2 attempts, 1 hint" in learner.says("progress")
    assert "✓ passed" in learner.says("list", "one/code")


def test_solutions_pass_and_nothing_is_recorded(learner: Learner) -> None:
    without_gpu = learner.with_({"CUDA_VISIBLE_DEVICES": "-1"})
    said = without_gpu.says("check", "one", "--solutions", "--stand-in")
    assert "3 passed, 1 blocked" in said
    assert not (learner.home / "tftutor").exists()
    assert not (learner.home / "state").exists()
