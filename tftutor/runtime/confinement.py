"""Which layers of confinement a runtime uses. All that the machine has; fewer only for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from tftutor.runtime import delegation
from tftutor.runtime.groups import Groups

LayerName = Literal["session", "limits", "landlock", "namespaces", "capabilities", "seccomp", "groups"]


@dataclass(frozen=True)
class Confinement:
    """For the tests that show what each layer is worth; nothing else passes anything but the default.

    landlock_abi  the newest version of Landlock to use, as if the kernel had no newer one; 0 as if none
    without       layers to leave out, as if this machine did not have them
    """

    landlock_abi: int | None = None
    without: frozenset[LayerName] = field(default_factory=frozenset)

    def settings(self) -> dict[str, Any]:
        """What the zygote gets to know of it."""
        return {"landlock_max": self.landlock_abi, "without": sorted(self.without)}

    def groups(self) -> Groups:
        """Which the tutor makes by itself, from outside."""
        if "groups" in self.without:
            return Groups(lambda: delegation.none("left out, for a test"))
        return Groups()
