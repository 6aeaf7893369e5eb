"""Every program is contained on kernels older than this machine's, by whichever layers each of them has."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
import virtual_machines
from on_kernels import Kernel, programs_for, told

BY_NAMESPACES = "a tree of files of its own: the run folder only"
BY_LANDLOCK = "Landlock version 6: the run folder only"
NO_NAMESPACES = {"kernel.unprivileged_userns_clone": "0"}
CAUTION = "Nothing on this machine keeps programs from your files: they run with your own rights."

pytestmark = [pytest.mark.slow, pytest.mark.timeout(5400), virtual_machines.needed]


def on(
    kernel: Kernel, users: Sequence[str], names: Sequence[str], said: Sequence[str] = ("facts",)
) -> dict[tuple[str, str], list[object]]:
    """By user and what it is: a configuration, or a thing that the tutor says."""
    if not any(name.startswith(f"{kernel.release}.") for name in virtual_machines.releases()):
        pytest.skip(f"no Linux {kernel.release} below TFTUTOR_MACHINE")
    found: dict[tuple[str, str], list[object]] = {}
    for user, what, text in told(kernel, users, ["all"], names, said):
        found.setdefault((user, what), []).append(text)
    return found


@pytest.mark.parametrize("user", ["root", "user"])
@pytest.mark.parametrize(
    ("release", "files"), [("5.10", BY_NAMESPACES), ("6.1", BY_NAMESPACES), ("6.12", BY_LANDLOCK)]
)
def test_every_program_is_contained(release: str, files: str, user: str) -> None:
    kernel = Kernel(release, release)
    found = on(kernel, [user], programs_for(kernel))
    (facts,) = (json.loads(str(text)) for text in found[user, "facts"])
    assert (facts["protection"], facts["layers"]["files"]) == ("full", ["active", files])
    trials: list[tuple[str, str, list[str], float]] = found[user, "all"]  # type: ignore[assignment]
    assert {name for name, *_ in trials} == set(programs_for(kernel))
    assert {name: holes for name, _, holes, _ in trials if holes} == {}


def test_without_landlock_and_namespaces_the_tutor_says_so() -> None:
    found = on(Kernel("6.1", "6.1", sysctl=NO_NAMESPACES), ["user"], [], ["facts", "run"])
    (facts,) = (json.loads(str(text)) for text in found["user", "facts"])
    assert facts["protection"] == "none"
    assert CAUTION in " ".join(str(found["user", "run"][0]).split())
