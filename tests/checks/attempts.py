"""Evidence for judges: of NumPy programs, run here in a moment; of TensorFlow's, in a sandbox."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tftutor.checks import KINDS
from tftutor.checks.base import Check, CheckInput, CheckResult
from tftutor.runtime import Evidence, Program, Runtime
from tftutor.runtime.evidence import Array
from tftutor.runtime.inside.frames import decode, encode

Run = Callable[[str, Check], Evidence]


def check(kind: str, **settings: Any) -> Check:
    """A check as an author writes it."""
    return KINDS[kind].model_validate(settings)


@dataclass
class PlainContext:
    """What probes may use, for programs that need no TensorFlow."""

    code: str
    namespace: dict[str, Any] = field(default_factory=dict)
    folder: str = "."

    def evaluate(self, expression: str) -> Any:
        return eval(expression, self.namespace)

    def rerun(self, replacing: Mapping[str, Any]) -> dict[str, Any]:
        lines = []
        for line in self.code.splitlines():
            lines.append(line)
            lines += [f"{name} = __new__[{name!r}]" for name in replacing if line.startswith(f"{name} =")]
        space: dict[str, Any] = {"__new__": dict(replacing)}
        exec("\n".join(lines), space)
        return space


def plainly(code: str, check: Check) -> Evidence:
    """The evidence of a program without TensorFlow, run in this process."""
    context, printed = PlainContext(code), io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "your code", "exec"), context.namespace)
    values = {}
    for probe in check.probes():
        space: dict[str, Any] = {}
        exec(probe.source, space)
        values[probe.name] = decode(encode(space["probe"](context, **probe.params)), Array)
    return Evidence("finished", values=values, output=printed.getvalue(), code=code)


def sandboxed(runtime: Runtime, keep_in: Path) -> Run:
    """Runs programs in real sandboxes."""

    def run(code: str, check: Check) -> Evidence:
        program = Program(code=code, probes=tuple(check.probes()), keep=tuple(check.keep()))
        kept = keep_in / f"kept-{sum(1 for _ in keep_in.iterdir())}"
        evidence = runtime.run(program, keep_in=kept)
        assert evidence.completed, (evidence.sentence, evidence.errors)
        return evidence

    return run


@dataclass
class CheckHarness:
    """One check, and the evidence of the solution for it."""

    check: Check
    solution: str = ""
    run: Run = plainly
    known: dict[str, Evidence] = field(default_factory=dict)

    def evidence(self, code: str) -> Evidence:
        if code not in self.known:
            self.known[code] = self.run(code, self.check)
        return self.known[code]

    def given(self, code: str) -> CheckInput:
        expected = self.evidence(self.solution) if self.solution else None
        return CheckInput(seen=self.evidence(code), expected=expected)

    def judge(self, code: str) -> CheckResult:
        return self.check.judge(self.given(code))

    def same(self, one: str, other: str) -> bool:
        return self.check.same(self.given(one), self.given(other))


def value_of(value: Any, **settings: Any) -> CheckResult:
    """The result of a `value` check on a y that is this."""
    return compare(value, None, **settings)


def compare(value: Any, solution: Any, **settings: Any) -> CheckResult:
    """The result of a `value` check on y, against a solution that has another y."""
    if solution is not None:
        settings = {"like": "solution", **settings}
    one = check("value", **{"of": "y", **settings})
    expected = evidence_of(one, {"y": solution}) if solution is not None else None
    return one.judge(CheckInput(seen=evidence_of(one, {"y": value}), expected=expected))


def evidence_of(check: Check, namespace: dict[str, Any]) -> Evidence:
    """The evidence of a program that left these names."""
    probe = check.probes()[0]
    space: dict[str, Any] = {}
    exec(probe.source, space)
    context = PlainContext("", namespace)
    return Evidence(
        "finished",
        values={probe.name: decode(encode(space["probe"](context, **probe.params)), Array)},
        code="x = 1\ny = 2\n",
    )
