"""A small course, and two kinds of check."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

LESSON = """\
id: counting
title: Counting
minutes: 3
steps:
  - id: first-sum
    kind: exercise
    title: Add two numbers
    text: Put the sum of 1 and 2 into `y`.
    starter: |
      y = ...
    solution: |
      y = 1 + 2
    hints: [Think., Use a plus., Write 1 and 2 with a plus between them.]
    checks:
      - value: {of: y, like: solution}
    mistakes:
      - name: product
        change: {"+": "*"}
        says: You multiplied.
      - name: difference
        change: {"+": "-"}
        says: You subtracted.
  - id: look
    kind: run
    title: Look at it
    text: Run this.
    uses: [first-sum]
    code: |
      print(y)
"""

COURSE = """\
format: 1
id: numbers
title: Numbers
sessions:
  - id: session1
    title: Whole numbers
    lessons: [counting]
"""


class Value(BaseModel):
    """A kind of check with the shapes of settings that real kinds have."""

    model_config = ConfigDict(extra="forbid")

    of: str
    like: str | float = "solution"
    shape: tuple[int, ...] | None = None
    into: str = Field(default="", alias="in")


class Runs(BaseModel):
    """A kind of check without required settings."""

    model_config = ConfigDict(extra="forbid")

    strict: bool = False


KINDS: dict[str, type[BaseModel]] = {"value": Value, "runs": Runs}
