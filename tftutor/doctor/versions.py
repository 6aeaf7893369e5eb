"""Versions and requirements as PEP 440 and PEP 508 define them, as far as installed packages need it.

Written here because the doctor must work where `packaging` is missing or broken. Never compare
versions as floats: html5lib's 0.9999999 and 0.99999999 differ by one nine and by a world.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import total_ordering

_VERSION = re.compile(
    r"v?(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[-_.]?(?P<pre>a|b|c|rc|alpha|beta|pre|preview)[-_.]?(?P<pre_n>\d*))?"
    r"(?P<post>[-_.]?(?:post|rev|r)[-_.]?(?P<post_n>\d*)|-(?P<post_short>\d+))?"
    r"(?P<dev>[-_.]?dev[-_.]?(?P<dev_n>\d*))?"
    r"(?:\+[a-z0-9._-]+)?",
    re.IGNORECASE,
)
_PRE = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}
_CLAUSE = re.compile(r"(===|==|!=|~=|>=|<=|<|>)\s*([^\s,]+)")
_REQUIREMENT = re.compile(
    r"\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[(?P<extras>[^\]]*)\])?\s*"
    r"\(?(?P<spec>[^;@)]*)\)?\s*(?:@[^;]*)?(?:;(?P<marker>.*))?",
    re.DOTALL,
)


def canonical(name: str) -> str:
    """A distribution's name as PEP 503 compares them."""
    return re.sub(r"[-_.]+", "-", name).lower()


@total_ordering
class Version:
    """A version that can be compared. ValueError when the text is none."""

    def __init__(self, text: str) -> None:
        found = _VERSION.fullmatch(text.strip())
        if not found or len(text) > 200:
            raise ValueError(f"{text[:60]!r} is no version")
        self.text = text.strip()
        self.release = tuple(int(part) for part in found["release"].split("."))
        name = (found["pre"] or "").lower()
        self.pre = (_PRE.get(name, name), int(found["pre_n"] or 0)) if name else None
        self.dev = int(found["dev_n"] or 0) if found["dev"] else None
        post = int(found["post_n"] or found["post_short"] or 0) if found["post"] else None
        self._key = (int(found["epoch"] or 0), _trimmed(self.release), *self._suffix(post))

    def _suffix(self, post: int | None) -> tuple[tuple[str, int], int, float]:
        """Final after pre-releases, post-releases after that, development ones before each."""
        no_pre = ("", 0) if self.dev is not None and post is None else ("z", 0)
        pre = self.pre or no_pre
        return pre, -1 if post is None else post, float("inf") if self.dev is None else self.dev

    @property
    def is_prerelease(self) -> bool:
        return self.pre is not None or self.dev is not None

    @property
    def minor(self) -> tuple[int, int]:
        """Its first two numbers."""
        padded = (*self.release, 0, 0)
        return padded[0], padded[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __lt__(self, other: Version) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return self.text


def version_or_none(text: str) -> Version | None:
    """The version, or None when the text is none."""
    try:
        return Version(text)
    except ValueError:
        return None


def _trimmed(release: tuple[int, ...]) -> tuple[int, ...]:
    end = len(release)
    while end > 1 and release[end - 1] == 0:
        end -= 1
    return release[:end]


def satisfies(version: Version, spec: str) -> bool:
    """Whether a version is within `>=1,<2`. Pre-releases count like others: they are here already."""
    return all(_holds(version, operator, wanted) for operator, wanted in _CLAUSE.findall(spec))


def _holds(version: Version, operator: str, text: str) -> bool:
    if operator == "===":
        return version.text == text
    if text.endswith(".*"):
        stem = Version(text[:-2]).release
        same = (version.release + (0,) * len(stem))[: len(stem)] == stem
        return same if operator == "==" else not same
    if operator == "~=":
        stem = Version(text).release[:-1]
        return version >= Version(text) and version.release[: len(stem)] == stem
    wanted = Version(text)
    compare: dict[str, Callable[[Version, Version], bool]] = {
        "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        ">=": lambda a, b: a >= b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        "<": lambda a, b: a < b and not (a.is_prerelease and _trimmed(a.release) == _trimmed(b.release)),
    }
    return compare[operator](version, wanted)


@dataclass(frozen=True)
class Requirement:
    """One `Requires-Dist`: a canonical name, a specifier (perhaps empty), a marker (perhaps empty)."""

    name: str
    spec: str
    marker: str


def requirement(text: str) -> Requirement | None:
    """None for a line that is no requirement."""
    found = _REQUIREMENT.fullmatch(text.strip())
    if not found:
        return None
    spec = re.sub(r"\s+", "", found["spec"] or "")
    return Requirement(canonical(found["name"]), spec, (found["marker"] or "").strip())


_TOKEN = re.compile(
    r"\s*(?:(?P<paren>[()])|(?P<word>and|or|not\s+in|in)\b|(?P<op>===|==|!=|~=|>=|<=|<|>)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<name>[a-z_.]+))"
)


def applies(marker: str, environment: Mapping[str, str]) -> bool:
    """Whether a marker holds, for no extra. ValueError when it cannot be read."""
    if not marker:
        return True
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(marker.rstrip()):
        found = _TOKEN.match(marker, at)
        if not found or len(tokens) > 200:
            raise ValueError(f"{marker[:80]!r} is no marker")
        tokens.append((str(found.lastgroup), found.group().strip()))
        at = found.end()
    return _Marker(tokens, environment).whole()


class _Marker:
    """A marker's tokens, read from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], environment: Mapping[str, str]) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._at = 0
        self._environment = {"extra": "", **environment}

    def whole(self) -> bool:
        value = self._either()
        if self._tokens[self._at][0] != "end":
            raise ValueError("a marker goes on after its end")
        return value

    def _take(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise ValueError("a marker ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _next_is(self, text: str) -> bool:
        if self._tokens[self._at][1] != text:
            return False
        self._at += 1
        return True

    def _either(self) -> bool:
        value = self._both()
        while self._next_is("or"):
            value = self._both() or value
        return value

    def _both(self) -> bool:
        value = self._one()
        while self._next_is("and"):
            value = self._one() and value
        return value

    def _one(self) -> bool:
        if self._next_is("("):
            value = self._either()
            if not self._next_is(")"):
                raise ValueError("a marker lacks a )")
            return value
        left, left_is_version = self._value()
        operator = re.sub(r"\s+", " ", self._take()[1])
        right, right_is_version = self._value()
        if operator in ("in", "not in"):
            return (left in right) == (operator == "in")
        here = version_or_none(left) if left_is_version or right_is_version else None
        if here is not None and version_or_none(right) is not None:
            return _holds(here, operator, right)
        return {"==": left == right, "===": left == right, "!=": left != right}.get(operator, False)

    def _value(self) -> tuple[str, bool]:
        """A text, and whether it names a version of the environment."""
        kind, text = self._take()
        if kind == "text":
            return text[1:-1], False
        if kind != "name":
            raise ValueError(f"a marker has {text!r} where a value should be")
        return self._environment.get(text, ""), text in ("python_version", "python_full_version")
