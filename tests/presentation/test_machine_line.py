"""What the home screen says of the machine, in whatever room there is."""

from __future__ import annotations

from tftutor.presentation.machine_line import MachineLine, from_full_to_short

HERE = MachineLine(
    "CPU", from_full_to_short(["MNIST real", "Fashion-MNIST not here yet", "CIFAR-10 stand-in"])
)


def test_all_of_it_where_there_is_room() -> None:
    assert HERE.words(100) == "CPU · MNIST real, Fashion-MNIST not here yet, CIFAR-10 stand-in"


def test_the_first_data_set_stays_in_sight_at_80_columns() -> None:
    assert HERE.words(40) == "CPU · MNIST real, 2 more"


def test_the_device_alone_where_there_is_no_room() -> None:
    assert HERE.words(10) == "CPU"


def test_a_course_without_data() -> None:
    assert MachineLine("CPU", from_full_to_short([])).words(40) == "CPU"
