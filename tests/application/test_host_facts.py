"""What lessons say of the machine they are shown on."""

from __future__ import annotations

from pathlib import Path

from tftutor.application.host_facts import host_facts
from tftutor.places import Settings

SETTINGS = Settings(workspace=Path("/home/ada/my work"), python="/home/ada/tf/bin/python")


def test_who_is_here_by_ssh_reads_the_very_line_for_this_host() -> None:
    environ = {"HOME": "/home/ada", "USER": "ada", "SSH_CONNECTION": "198.51.100.7 51000 192.0.2.9 2222"}
    facts = host_facts(environ, SETTINGS)
    assert facts["tunnel"] == ("ssh -N -L 8888:localhost:8888 -L 6006:localhost:6006 -p 2222 ada@192.0.2.9")
    standard = host_facts({**environ, "SSH_CONNECTION": "198.51.100.7 51000 192.0.2.9 22"}, SETTINGS)
    assert standard["tunnel"].endswith("6006 ada@192.0.2.9")


def test_who_sits_at_the_machine_reads_of_any_machine() -> None:
    assert "tunnel" not in host_facts({"HOME": "/home/ada"}, SETTINGS)


def test_paths_are_written_as_in_a_shell() -> None:
    facts = host_facts({"HOME": "/home/ada"}, SETTINGS)
    assert (facts["python"], facts["workspace"]) == ("~/tf/bin/python", "~/'my work'")
    assert host_facts({"HOME": "/root"}, SETTINGS)["workspace"] == "'/home/ada/my work'"
