"""What a learner is told where the confinement is not full."""

from __future__ import annotations

import io
from collections.abc import Set
from pathlib import Path

import pytest

from tftutor.cli.display import Display
from tftutor.cli.streaming import Streaming
from tftutor.runtime import Caution, Confinement, Event, Layer, Program, Runtime, RuntimeFacts, Started
from tftutor.runtime.facts import caution, protection

ALL = (
    "session", "memory", "limits", "files", "network", "signals", "privileges", "system-calls",
    "control-group",
)  # fmt: skip


def layers(*, lacking: Set[str]) -> dict[str, Layer]:
    return {name: Layer("off" if name in lacking else "active") for name in ALL}


@pytest.mark.parametrize(
    ("lacking", "comes_to"),
    [
        (set(), "full"),
        ({"memory"}, "full"),
        ({"control-group"}, "full"),
        ({"system-calls"}, "accidents"),
        ({"privileges"}, "accidents"),
        ({"files"}, "none"),
        ({"limits"}, "none"),
        ({"files", "system-calls"}, "none"),
    ],
)
def test_what_the_layers_come_to(lacking: set[str], comes_to: str) -> None:
    assert protection(layers(lacking=lacking)) == comes_to
    assert bool(caution(layers(lacking=lacking))) == (comes_to != "full")


def test_a_layer_that_most_machines_cannot_have_is_not_expected() -> None:
    facts = RuntimeFacts("python", "3", "2", "3", layers=layers(lacking={"control-group", "signals"}))
    assert [name for name, layer in facts.expected.items() if layer.state != "active"] == ["signals"]
    assert "control-group" in facts.layers


def test_a_run_under_full_confinement_begins_without_a_caution(runtime: Runtime) -> None:
    events: list[Event] = []
    runtime.run(Program(code="1"), on_event=events.append)
    assert not [event for event in events if isinstance(event, Caution)]
    assert (runtime.facts().protection, runtime.facts().caution) == ("full", "")


def test_a_layer_that_is_missing_is_said_before_the_code_runs(unfiltered: Runtime) -> None:
    events: list[Event] = []
    unfiltered.run(Program(code="1"), on_event=events.append)
    kinds = [type(event) for event in events]
    assert kinds.index(Caution) < kinds.index(Started)
    assert unfiltered.facts().protection == "accidents"
    assert Caution(unfiltered.facts().caution) in events


def test_without_a_layer_for_files_nothing_is_promised(tmp_path: Path) -> None:
    without = Confinement(landlock_abi=2, without=frozenset({"namespaces"}))
    with Runtime(scratch=tmp_path, device="cpu", confinement=without) as runtime:
        facts = runtime.facts()
    assert (facts.protection, facts.layers["files"].state) == ("none", "off")
    assert "Landlock version 2" in facts.layers["files"].why
    assert "your own rights" in facts.caution


def test_the_command_line_shows_it_apart_from_the_output() -> None:
    out, err = io.StringIO(), io.StringIO()
    streaming = Streaming(plain(out), plain(err), log=False)
    streaming(Caution("Run only code that you trust."))
    assert (out.getvalue(), err.getvalue()) == ("", "Run only code that you trust.\n")


def plain(stream: io.StringIO) -> Display:
    return Display(stream, live=False, styled=False, width=80, unicode=True)
