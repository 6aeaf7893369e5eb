"""Where in a file something does not fit, and why, before it has a file and a line.

Validators that know the exact place raise `InvalidValue`; pydantic keeps it inside its own error, and
`explain` finds it there again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tftutor.yamlfile import NodePath


@dataclass(frozen=True)
class Violation:
    """One thing that does not fit. ``path`` leads from the top of the data to it: keys and indices."""

    path: NodePath
    sentence: str

    def under(self, path: NodePath) -> Violation:
        """The same, seen from further up."""
        return Violation(path + self.path, self.sentence)


class InvalidValue(ValueError):
    """A value that does not fit, with all that was found."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__("; ".join(violation.sentence for violation in violations))
        self.violations = tuple(violations)
