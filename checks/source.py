"""The learner's text, read without running it. To be used sparingly: results count, not wording."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.learner_code import aliases, dotted, parsed
from tftutor.checks.results import failed, passed

_SHORT = {"tf": "tensorflow", "np": "numpy", "keras": "keras", "plt": "matplotlib.pyplot"}
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class SourceCheck(Check):
    """Which functions the program calls or names, and which it must not.

    Names are written as in the lessons (`tf.GradientTape`, `np.log`, `.numpy`); other imports of the
    same thing (`from tensorflow import GradientTape as GT`) are recognised. A name that begins with
    a dot stands for a method or attribute of anything.
    """

    kind: ClassVar[str] = "source"

    calls: tuple[str, ...] = Field((), description="must be called", examples=[["tf.GradientTape"]])
    any_of: tuple[str, ...] = Field((), description="at least one of them must be called")
    forbids: dict[str, str] = Field(
        default_factory=dict,
        description="must not be named -> the sentence that says why",
        examples=[{"tf.nn.softmax": "Here softmax is built by hand."}],
    )
    loops: bool | None = Field(None, description="false: no `for` or `while`; true: at least one")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _something(self) -> SourceCheck:
        if not (self.calls or self.any_of or self.forbids or self.loops is not None):
            raise ValueError("name at least one of calls, any_of, forbids, loops")
        return self

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        miss = self._miss(given.seen.code)
        return failed(self.kind, title, miss) if miss else passed(self.kind, title)

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        """The same name is missing or not allowed, on whatever line."""
        left, right = self._miss(one.seen.code), self._miss(other.seen.code)
        return left is not None and right is not None and left.reason == right.reason

    def _miss(self, code: str) -> Mismatch | None:
        tree = parsed(code)
        if tree is None:
            return Mismatch("syntax", "The program is not complete Python.")
        names = aliases(tree)
        called = {full for full, _ in _called(tree, names)}
        for name in self.calls:
            if not _has(called, name):
                return Mismatch("calls", f"Your program does not call {name}.", name)
        if self.any_of and not any(_has(called, name) for name in self.any_of):
            return Mismatch("calls", f"Your program calls none of {words.listing(self.any_of, 'or')}.")
        for full, line in _named(tree, names):
            for name, why in self.forbids.items():
                if _has({full}, name):
                    return Mismatch("forbids", why or f"Try it without {name}.", line=line)
        return self._loop_miss(tree)

    def _loop_miss(self, tree: ast.Module) -> Mismatch | None:
        if self.loops is None:
            return None
        lines = [node.lineno for node in ast.walk(tree) if isinstance(node, _LOOPS)]
        if self.loops and not lines:
            return Mismatch(
                "loops",
                "Your program has no loop.",
                advice="`for step in range(...):` repeats what is below it.",
            )
        if not self.loops and lines:
            advice = "One operation on a whole tensor does the same, faster."
            return Mismatch("loops", "This can be done without a loop.", advice=advice, line=min(lines))
        return None

    def _title(self) -> str:
        parts = [f"calls {words.listing(self.calls)}"] if self.calls else []
        parts += [f"calls {words.listing(self.any_of, 'or')}"] if self.any_of else []
        parts += [f"does without {words.listing(list(self.forbids))}"] if self.forbids else []
        parts += ["has a loop" if self.loops else "needs no loop"] if self.loops is not None else []
        return f"the program {words.listing(parts)}"


def _called(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func, names) or "", node.lineno
        for decorator in getattr(node, "decorator_list", ()):
            yield dotted(decorator, names), decorator.lineno


def _named(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[str, int]]:
    found = [node for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute))]
    for node in sorted(found, key=lambda n: (n.lineno, n.col_offset)):
        yield dotted(node, names), node.lineno


def _has(found: set[str], wanted: str) -> bool:
    if wanted.startswith("."):
        return any(name.endswith(wanted) for name in found)
    full = _full(wanted)
    return any(_full(name) == full for name in found)


def _full(name: str) -> str:
    """`tf.keras.layers.Dense` and `keras.layers.Dense` are one thing."""
    head, dot, rest = name.partition(".")
    name = f"{_SHORT.get(head, head)}{dot}{rest}"
    return name.removeprefix("tensorflow.") if name.startswith("tensorflow.keras") else name
