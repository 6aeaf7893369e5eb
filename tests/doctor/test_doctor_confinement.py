"""What the doctor says of the kernel's means to confine a program's files."""

from __future__ import annotations

import pytest

from tftutor.doctor.areas.kernel import confines


@pytest.mark.parametrize(
    ("landlock", "namespaces", "is_root", "said"),
    [
        (7, "yes", False, "Landlock 7 confines files, network, signals"),
        (4, "restricted by AppArmor", False, "Landlock 4 confines files, network"),
        (3, "none", True, "Landlock 3 confines files"),
        (2, "yes", False, "user namespaces confine files, network"),
        (0, "yes", False, "user namespaces confine files, network"),
        (2, "for root only", True, "user namespaces confine files, network"),
        (2, "for root only", False, ""),
        (1, "restricted by AppArmor", False, ""),
        (0, "none", True, ""),
    ],
)
def test_namespaces_stand_in_for_an_old_landlock(
    landlock: int, namespaces: str, is_root: bool, said: str
) -> None:
    assert confines(landlock, namespaces, is_root=is_root) == said
