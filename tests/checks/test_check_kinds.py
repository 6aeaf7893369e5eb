"""What all kinds of check have in common."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.resources import files

import pytest

from tftutor.checks import KINDS, MachineCheck
from tftutor.checks.base import Check, CheckInput, CheckResult
from tftutor.checks.probes import source
from tftutor.course.checkspec import read_check
from tftutor.course.violations import InvalidValue
from tftutor.runtime.inside.frames import TEXT_MAX

PROBES = sorted(
    path.name.removesuffix(".py")
    for path in (files("tftutor.checks") / "probes").iterdir()
    if path.name.endswith(".py") and path.name not in ("__init__.py", "look.py")
)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_setting_is_explained_in_the_schema(kind: str) -> None:
    schema = KINDS[kind].model_json_schema()
    json.dumps(schema)
    assert schema["additionalProperties"] is False
    assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_listed_under_its_own_name(kind: str) -> None:
    assert KINDS[kind].kind == kind


def test_a_kind_that_lacks_a_part_cannot_be_made() -> None:
    class WithoutJudge(Check):
        kind = "without-judge"

        def same(self, one: CheckInput, other: CheckInput) -> bool:
            return True

    class WithoutSame(Check):
        kind = "without-same"

        def judge(self, given: CheckInput) -> CheckResult:
            return CheckResult(self.kind, "it is so", "passed")

    class WithoutLook(MachineCheck):
        kind = "without-look"

    for kind, method in ((WithoutJudge, "judge"), (WithoutSame, "same"), (WithoutLook, "look")):
        with pytest.raises(TypeError, match=f"abstract method '?{method}'?"):
            kind()


@pytest.mark.parametrize(("old", "new"), [("written", "workspace_file"), ("room", "resources")])
def test_a_kind_of_an_earlier_edition_is_refused_with_its_new_name(old: str, new: str) -> None:
    with pytest.raises(InvalidValue, match=f"the kind of check `{old}` was renamed; write `{new}`"):
        read_check({old: {}}, KINDS, "machine")


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_is_sent_as_one_text_that_knows_nothing_of_the_tutor(name: str) -> None:
    text = source(name)
    tree = ast.parse(text)
    compile(text, name, "exec")
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [module for module in modules if module and module.startswith("tftutor")]
    assert "probe" in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(text) < TEXT_MAX  # longer texts arrive cut


def test_the_kinds_are_listed_without_numpy_or_tensorflow() -> None:
    code = (
        "import sys; from tftutor.checks import KINDS; print(len(KINDS) > 5,"
        " [m for m in ('numpy', 'tensorflow', 'keras', 'google.protobuf') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"
