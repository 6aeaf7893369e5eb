"""What the program printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.results import broken, failed, passed
from tftutor.runtime.evidence import Evidence

_NUMBER = re.compile(
    r"[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)\.?\d*|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\b(?:nan|inf)\b"
)


class OutputCheck(Check):
    """Text on the screen: all of it like the solution's, some lines of it, or parts of it."""

    kind: ClassVar[str] = "output"

    contains: tuple[str, ...] = Field(
        (), description="texts that must occur, in any order", examples=[["Hello"]]
    )
    lines: tuple[str, ...] = Field(
        (), description="lines that must be printed, in this order, others between"
    )
    matches: str = Field("", description="regular expression that must be found (Python's re, multiline)")
    like: Literal["solution"] | None = Field(
        None, description="`solution`: the same lines as the solution prints"
    )
    ignore_spaces: bool = Field(True, description="runs of spaces count as one, brackets may be set apart")
    ignore_case: bool = Field(False, description="capital letters count as small ones")
    tolerance: float | None = Field(
        None, ge=0, description="numbers in the text may differ by this much (of their size, and absolutely)"
    )
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern, re.MULTILINE)
        except re.error as error:
            raise ValueError(f"`matches` is not a regular expression: {error}") from error
        return pattern

    @model_validator(mode="after")
    def _something(self) -> OutputCheck:
        if sum(map(bool, (self.contains, self.lines, self.matches, self.like))) != 1:
            raise ValueError("give exactly one of `contains`, `lines`, `matches`, `like`")
        return self

    def wants_solution(self) -> bool:
        return self.like is not None

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        if self.like and given.expected is None:
            return broken(self.kind, title, "The solution's output is not there to compare with")
        miss = self._miss(given)
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        loose = self.model_copy(update={"tolerance": self.tolerance or 1e-3})
        texts = self._printed(one.seen), self._printed(other.seen)
        left, right = _lines(texts[0]), _lines(texts[1])
        if not left and not right:
            return not texts[0].strip() and not texts[1].strip()
        return len(left) == len(right) and all(loose._equal(a, b) for a, b in zip(left, right, strict=True))

    def _printed(self, seen: Evidence) -> str:
        """What the program printed, with what ``tf.print`` sent to stderr, except where each line counts."""
        exact = self.lines or self.like
        return seen.output if exact or not seen.errors else f"{seen.output}\n{seen.errors}"

    def _miss(self, given: CheckInput) -> Mismatch | None:
        printed = self._printed(given.seen)
        if not printed.strip():
            return Mismatch("exists", "The program printed nothing.", advice="print(...) shows a value.")
        if self.matches:
            if re.search(self.matches, printed, re.MULTILINE | (re.IGNORECASE if self.ignore_case else 0)):
                return None
            return Mismatch("values", "What was asked for is not in the output.", seen=_last_lines(printed))
        if self.contains:
            absent = [text for text in self.contains if not self._inside(text, printed)]
            return self._absent(absent[0], printed) if absent else None
        if self.lines:
            return self._lines_miss(self.lines, _lines(printed))
        return self._whole_miss(_lines(given.expected.output if given.expected else ""), _lines(printed))

    def _inside(self, text: str, printed: str) -> bool:
        if self._plain(text) in self._plain(printed):
            return True
        wanted, size = _parts(self._plain(text)), len(_parts(self._plain(text)))
        found = _parts(self._plain(printed))
        if self.tolerance is None or not any(isinstance(part, float) for part in wanted):
            return False
        return any(self._parts_equal(found[i : i + size], wanted, True) for i in range(len(found) - size + 1))

    def _absent(self, text: str, printed: str) -> Mismatch:
        if not self.ignore_case and text.lower() in printed.lower():
            return Mismatch("values", f"The output has {text!r} only with other capital letters.", text)
        return Mismatch(
            "values", f"The output has no {words.clipped(text, 50)!r}.", text, _last_lines(printed)
        )

    def _lines_miss(self, wanted: Sequence[str], printed: Sequence[str]) -> Mismatch | None:
        start = 0
        for line in wanted:
            places = [i for i in range(start, len(printed)) if self._equal(printed[i], line)]
            if not places:
                anywhere = any(self._equal(other, line) for other in printed)
                why = "comes too early in the output" if anywhere else "is not in the output"
                near = printed[min(start, len(printed) - 1)]
                return Mismatch(
                    "values", f"The line {words.clipped(line, 50)!r} {why}.", line, words.clipped(near)
                )
            start = places[0] + 1
        return None

    def _whole_miss(self, wanted: Sequence[str], printed: Sequence[str]) -> Mismatch | None:
        for index, (line, other) in enumerate(zip(printed, wanted, strict=False), 1):
            if not self._equal(line, other):
                reason = f"Line {index} of the output differs." if len(wanted) > 1 else "The output differs."
                return Mismatch("values", reason, words.clipped(other), words.clipped(line))
        if len(printed) < len(wanted):
            missing = wanted[len(printed)]
            reason = (
                f"The output ends after {words.count(len(printed), 'line')}; {len(wanted):,} were expected."
            )
            return Mismatch("values", reason, words.clipped(missing), "nothing more")
        if len(printed) > len(wanted):
            extra = printed[len(wanted)]
            reason = f"The output has {words.count(len(printed), 'line')}, not {len(wanted):,}."
            return Mismatch("values", reason, words.count(len(wanted), "line"), words.clipped(extra))
        return None

    def _plain(self, text: str) -> str:
        if self.ignore_spaces:
            text = re.sub(r"\s+", " ", re.sub(r"(?<=[\[(])\s+|\s+(?=[\])])", "", text)).strip()
        return text.lower() if self.ignore_case else text

    def _equal(self, one: str, other: str) -> bool:
        left, right = self._plain(one), self._plain(other)
        if left == right:
            return True
        return self.tolerance is not None and self._parts_equal(_parts(left), _parts(right))

    def _parts_equal(
        self, one: Sequence[str | float], other: Sequence[str | float], inside: bool = False
    ) -> bool:
        if len(one) != len(other):
            return False
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            if isinstance(left, float) and isinstance(right, float):
                if not _near(left, right, self.tolerance or 0.0):
                    return False
            elif isinstance(left, str) and isinstance(right, str):
                ends = inside and index == 0 and left.endswith(right)
                starts = inside and index == len(other) - 1 and left.startswith(right)
                if left.strip() != right.strip() and not ends and not starts:
                    return False
            else:
                return False
        return True

    def _title(self) -> str:
        if self.like:
            return "the output is right"
        if self.matches:
            return "the output has what was asked for"
        texts = [repr(words.clipped(text, 30)) for text in (self.contains or self.lines)[:3]]
        return f"the output has {words.listing(texts)}" + (
            " ..." if len(self.contains or self.lines) > 3 else ""
        )


def _lines(text: str) -> list[str]:
    """Its lines, without trailing spaces and empty lines."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _last_lines(text: str) -> str:
    lines = _lines(text)
    return words.clipped(lines[-1] if lines else "")


def _parts(text: str) -> list[str | float]:
    """Text and numbers in turn: `a 0.5 b` -> `a `, 0.5, ` b`; it begins and ends with text."""
    parts: list[str | float] = []
    end = 0
    for match in _NUMBER.finditer(text):
        parts += [text[end : match.start()], float(match[0].replace(",", ""))]
        end = match.end()
    return [*parts, text[end:]]


def _near(one: float, other: float, tolerance: float) -> bool:
    if one != one or other != other:
        return one != one and other != other
    return one == other or abs(one - other) <= tolerance * max(1.0, abs(other))
