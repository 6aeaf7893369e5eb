"""One right program of the tables in `right_programs/`, as its file says it.

A file begins with the step that it solves and how it differs from the solution, and the rest is what a
learner typed:

    # step: session2/tensors/make-three
    # way: in NumPy, from a range
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"# step: (?P<step>\S+)\n# way: (?P<way>.+)\n")


@dataclass(frozen=True)
class RightProgram:
    """What one file holds; ``way`` says in a phrase how it solves the step."""

    name: str
    step: str
    way: str
    code: str


def read_program(file: Path) -> RightProgram:
    """Read the program in ``file``. ValueError if its first two lines aren't as above."""
    text = file.read_text()
    header = _HEADER.match(text)
    if header is None:
        raise ValueError(f"{file.name} should begin with `# step: ...` and `# way: ...`")
    return RightProgram(file.stem, header["step"], header["way"].strip(), text[header.end() :].lstrip("\n"))
