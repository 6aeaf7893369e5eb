"""What the doctor finds is described, in the module that has the name of the one that finds it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tftutor.doctor.catalogue import CATALOGUE, ORDER

DOCTOR = Path(str(files("tftutor.doctor")))
AREAS = sorted(path for path in (DOCTOR / "areas").glob("*.py") if path.stem != "__init__")
NEVER_FOUND = {"log-lines-harmless"}  # for `env-doctor explain` only


class Emitted:
    """The ids of the findings that one module can report, read from its source."""

    def __init__(self, module: ast.Module) -> None:
        self._module = module
        self._tables = {
            node.targets[0].id: node.value
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }

    def ids(self) -> Iterator[str]:
        for function in ast.walk(self._module):
            if isinstance(function, ast.FunctionDef):
                for call in _calls(function, "Detection"):
                    found = [*self._of(call.args[0], function)]
                    assert found, f"line {call.lineno}: no id can be read here"
                    yield from found

    def _of(self, node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        if isinstance(node, ast.Constant):
            yield from [node.value] if isinstance(node.value, str) else []
        elif isinstance(node, ast.IfExp):
            yield from [*self._of(node.body, function), *self._of(node.orelse, function)]
        elif isinstance(node, ast.Subscript):
            yield from self._of(node.value, function)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # table.get(code, default)
            yield from [*self._of(node.func.value, function), *self._of(node.args[1], function)]
        elif isinstance(node, ast.Name) and isinstance(table := self._tables.get(node.id), ast.Dict):
            yield from (value.value for value in table.values if isinstance(value, ast.Constant))
        elif isinstance(node, ast.Name):
            yield from self._of_name(node.id, function)

    def _of_name(self, name: str, function: ast.FunctionDef) -> Iterator[str]:
        if name in [argument.arg for argument in function.args.args]:
            for call in _calls(self._module, function.name):
                yield from self._of(call.args[0], function)
        for loop in ast.walk(function):
            if isinstance(loop, ast.For) and name in [
                n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)
            ]:
                yield from (n.value for n in ast.walk(loop.iter) if isinstance(n, ast.Constant))


def _names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def emitted(path: Path) -> set[str]:
    return set(Emitted(ast.parse(path.read_text())).ids())


@pytest.mark.parametrize("path", AREAS, ids=lambda path: path.stem)
def test_every_finding_that_can_be_reported_is_catalogued(path: Path) -> None:
    assert emitted(path) <= set(CATALOGUE)


def test_every_entry_can_be_found() -> None:
    assert set(CATALOGUE) - set().union(*map(emitted, AREAS)) == NEVER_FOUND


def test_the_catalogue_mirrors_the_areas() -> None:
    assert sorted(path.name for path in (DOCTOR / "catalogue").glob("*.py")) == sorted(
        path.name for path in (DOCTOR / "areas").glob("*.py")
    )


def test_no_id_is_described_twice() -> None:
    assert len(CATALOGUE) == sum(len(entries) for entries in ORDER)


def test_what_explains_another_names_findings_that_exist() -> None:
    named = {id for entry in CATALOGUE.values() for id in entry.explains}
    assert named <= set(CATALOGUE)
