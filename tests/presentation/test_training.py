"""How far a training is, read from what it prints."""

from __future__ import annotations

import pytest

from tftutor.presentation.training import TrainingReader, TrainingState, duration, training_words


class Watched:
    """A training that prints, and a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.reader = TrainingReader(lambda: self.now)

    def prints(self, line: str, *, after: float = 0.0) -> TrainingState | None:
        self.now += after
        return self.reader.read([line], "")


@pytest.mark.parametrize(
    ("line", "step", "steps"),
    [
        ("step 40 of 1000", 40, 1000),
        ("Step 6,240/10,000  loss 0.27", 6240, 10_000),
        ("iteration: 3/50", 3, 50),
        (" 95/938 ━━━━━━━━━━━━━━━━━━━━ 3s 4ms/step - loss: 1.3", 95, 938),
        ("1250/1250 - 2s - 1ms/step - loss: 0.0836", 1250, 1250),
        (" 62%|██████▏   | 6240/10000 [00:04<00:02, 1480.33it/s]", 6240, 10_000),
    ],
)
def test_a_step_and_their_number_are_seen(line: str, step: int, steps: int) -> None:
    state = Watched().prints(line)
    assert state and (state.step, state.steps) == (step, steps)


@pytest.mark.parametrize(
    "line", ["", "1/2 is a half", "11/22/2026", "step 3: look", "x = 5/7", "step 9 of 3"]
)
def test_other_numbers_are_no_training(line: str) -> None:
    assert Watched().prints(line) is None


def test_keras_says_epoch_step_and_metrics_and_the_time_left_spans_all_epochs() -> None:
    training = Watched()
    training.prints("Epoch 1/4")
    training.prints("  0/100 ━━━ 0s 0s/step")
    training.prints(" 50/100 ━━━ 1s 20ms/step - accuracy: 0.60 - loss: 1.30", after=5)
    state = training.prints("100/100 ━━━ 2s 9ms/step - accuracy: 0.70 - loss: 1.10 - val_loss: 0.90", after=5)
    assert state
    assert state.metrics == (("accuracy", "0.70"), ("loss", "1.10"), ("val_loss", "0.90"))
    assert state.share == 0.25
    assert state.seconds_left == pytest.approx(30)
    state = training.prints("Epoch 2/4")
    assert state and (state.epoch, state.step, state.share) == (2, 0, 0.25)


def test_a_bar_after_the_last_epoch_belongs_to_no_epoch() -> None:
    training = Watched()
    for line in ("Epoch 2/2", "10/10 ━━━ 1s - loss: 0.1"):
        training.prints(line)
    state = training.prints(" 3/313 ━━━ 1s - loss: 0.2")
    assert state and (state.epochs, state.step, state.steps) == (0, 3, 313)


def test_a_line_at_the_end_of_an_epoch_counts_it_as_done() -> None:
    training = Watched()
    training.prints("epoch 1 of 4: loss 2.31")
    state = training.prints("epoch 2 of 4: loss 1.95, held-out loss 2.02", after=30)
    assert state and state.share == 0.5
    assert state.seconds_left == pytest.approx(60)
    assert state.metrics == (("loss", "1.95"), ("held-out loss", "2.02"))
    state = training.prints("epoch 4 of 4: loss 1.80", after=60)
    assert state and (state.share, state.seconds_left) == (1.0, 0.0)


@pytest.mark.parametrize(
    "line", ["step 100 of 5000 loss 1.8", "step 100/5000: loss=1.8", "step 100 of 5,000  loss: 1.8"]
)
def test_ten_minutes_of_steps_printed_by_hand(line: str) -> None:
    training, state = Watched(), None
    for hundred in range(1, 26):
        state = training.prints(line.replace("100", str(100 * hundred), 1), after=12)
    assert state and (state.step, state.steps, state.share) == (2500, 5000, 0.5)
    assert state.seconds_left == pytest.approx(300)
    assert state.metrics == (("loss", "1.8"),)


def test_ten_minutes_of_keras_bars() -> None:
    """Ten epochs of a minute each, 20 looks a second at a bar that is drawn again in place."""
    training = Watched()
    for epoch in range(1, 11):
        training.prints(f"Epoch {epoch}/10")
        for look in range(1, 1201):
            training.now += 0.05
            bar = f"{look:4}/1200 ━━━━━━━━━━ {60 - look // 20}s 50ms/step - accuracy: 0.41 - loss: 1.6"
            state = training.reader.read([], bar)
        assert state and state.seconds_left == pytest.approx(60 * (10 - epoch), abs=1)
    assert state and state.share == 1.0


def test_a_training_that_is_resumed_says_the_time_of_what_is_left() -> None:
    training = Watched()
    training.prints("epoch 8 of 10: loss 1.2")
    state = training.prints("epoch 9 of 10: loss 1.1", after=40)
    assert state and state.seconds_left == pytest.approx(40)


def test_without_a_total_there_is_no_time_left() -> None:
    training = Watched()
    assert training.prints("step 10 loss 0.5") is None
    state = training.prints("step 20 loss 0.4", after=2)
    assert state and state.seconds_left is None
    assert training_words(state) == "step 20   5 steps/s   loss 0.4"


def test_what_is_said_of_it() -> None:
    state = TrainingState(
        2, 5, 6240, 10_000, metrics=(("loss", "0.271"),), seconds_left=4.2, per_second=1480.4
    )
    assert training_words(state) == (
        "epoch 2 of 5   step 6,240 of 10,000   32 %   4 s left   1,480 steps/s   loss 0.271"
    )
    assert [duration(s) for s in (0.2, 59, 125, 7500)] == ["1 s", "59 s", "2 min 5 s", "2 h 5 min"]
