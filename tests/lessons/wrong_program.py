"""One wrong program of the tables in `wrong_programs/`, as its file says it.

A file begins with what is claimed of it, and the rest is what a learner typed:

    # step: session2/tensors/make-three
    # mistake: name of the mistake that it should be recognised as

or, where no listed mistake does the same, words that the general explanation must hold:

    # step: session2/tensors/make-three
    # generic: shape (3,)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"# step: (?P<step>\S+)\n# (?P<claim>mistake|generic): (?P<words>.+)\n")


@dataclass(frozen=True)
class WrongProgram:
    """What stands in one file; ``words`` are a mistake's name if ``recognised``, else a phrase."""

    name: str
    step: str
    recognised: bool
    words: str
    code: str


def read_program(file: Path) -> WrongProgram:
    """The program in ``file``. ValueError where its first two lines are not as above."""
    text = file.read_text()
    header = _HEADER.match(text)
    if header is None:
        raise ValueError(
            f"{file.name} should begin with `# step: ...` and `# mistake: ...` or `# generic: ...`"
        )
    code = text[header.end() :].lstrip("\n")
    return WrongProgram(
        file.stem, header["step"], header["claim"] == "mistake", header["words"].strip(), code
    )
