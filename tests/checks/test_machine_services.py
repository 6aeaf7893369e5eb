"""Tasks about ports and services: real servers on 127.0.0.1."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from machines import look, server

from tftutor.doctor.ports import is_taken

BOARD = {"/data/environment": json.dumps({"version": "2.21.0", "data_location": "logs"})}
JUPYTER = {"/api": json.dumps({"version": "2.14.2"})}


def test_a_port_is_free_until_somebody_listens_there(tmp_path: Path) -> None:
    with server({}) as port:
        taken = look(tmp_path, "port", number=port)
        assert look(tmp_path, "port", number=port, state="in use").status == "passed"
    assert taken.status == "failed"
    assert f"process {os.getpid()}" in taken.reason
    assert taken.commands == (f"kill {os.getpid()}",)
    assert look(tmp_path, "port", number=port).status == "passed"
    assert look(tmp_path, "port", number=port, state="in use").reason == f"Nobody listens on port {port}."


@pytest.mark.parametrize(
    ("program", "answers", "seen"),
    [("tensorboard", BOARD, "TensorBoard 2.21.0"), ("jupyter", JUPYTER, "Jupyter 2.14.2")],
)
def test_a_service_is_known_by_what_it_answers(
    tmp_path: Path, program: str, answers: dict[str, str], seen: str
) -> None:
    with server(answers) as port:
        result = look(tmp_path, "service", program=program, port=port, ports=1)
    assert (result.status, result.seen) == ("passed", f"{seen} on port {port}")


def test_a_jupyter_that_wants_a_token_or_a_password_is_known(tmp_path: Path) -> None:
    # As jupyter_server 2.21.1 does: the version for everybody, all else only with the token.
    with server({"/api": '{"version": "2.21.1"}'}, elsewhere=403) as port:
        result = look(tmp_path, "service", program="jupyter", port=port, ports=1)
    assert (result.status, result.seen) == ("passed", f"Jupyter 2.21.1 on port {port}")


def test_another_page_does_not_count(tmp_path: Path) -> None:
    with server({"/data/environment": "[1, 2]", **JUPYTER}) as port:
        result = look(tmp_path, "service", program="tensorboard", port=port, ports=1)
    assert result.status == "failed"
    assert result.reason == f"Something answers on port {port}, but it is not TensorBoard."


def test_a_service_one_port_further_is_found(tmp_path: Path) -> None:
    with server(BOARD) as port:
        assert look(tmp_path, "service", program="tensorboard", port=port - 3, ports=10).status == "passed"


def test_a_service_that_every_machine_can_reach_is_refused(tmp_path: Path) -> None:
    with server(BOARD, host="0.0.0.0") as port:
        result = look(tmp_path, "service", program="tensorboard", port=port, ports=1)
        open_to_all = look(tmp_path, "service", program="tensorboard", port=port, ports=1, here_only=False)
    assert "0.0.0.0" in result.reason
    assert result.commands == (f"kill {os.getpid()}",)
    assert open_to_all.status == "passed"


def test_a_server_that_never_answers_holds_nobody_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        result = look(tmp_path, "service", program="jupyter", port=port, ports=1)
    assert "it is not Jupyter" in result.reason


def test_where_nothing_answers_the_command_that_starts_it_is_given(tmp_path: Path) -> None:
    with server({}) as port:
        pass
    result = look(tmp_path, "service", python=sys.executable, program="tensorboard", port=port, ports=1)
    assert result.commands == (f"{sys.executable} -m tensorboard.main --logdir logs --port {port}",)


def test_an_optional_service_that_is_not_installed_is_not_missed(tmp_path: Path) -> None:
    bare = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    with server({}) as port:
        pass
    python = str(bare / "bin" / "python")
    settings = {"program": "jupyter", "port": port, "ports": 1}
    assert look(tmp_path, "service", python=python, **settings).status == "failed"
    optional = look(tmp_path, "service", python=python, optional=True, **settings)
    assert optional.status == "skipped"
    assert optional.commands == (f"{python} -m pip install notebook",)


@contextmanager
def tensorboard(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A real TensorBoard, and its port."""
    with server({}) as port:
        pass
    board = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", "logs", "--port", str(port), *options],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield board, port
    finally:
        os.killpg(board.pid, signal.SIGKILL)
        board.wait()


def test_a_real_tensorboard_passes(tmp_path: Path) -> None:
    with tensorboard(tmp_path) as (board, port):
        while board.poll() is None:
            result = look(tmp_path, "service", program="tensorboard", port=port, ports=1)
            if result.status == "passed":
                break
            time.sleep(0.2)
    assert result.status == "passed"
    assert result.seen.endswith(f" on port {port}")


def test_a_tensorboard_under_a_path_of_its_own_is_not_called_a_stranger(tmp_path: Path) -> None:
    with tensorboard(tmp_path, "--path_prefix", "/mine") as (board, port):
        while board.poll() is None and not is_taken(port):
            time.sleep(0.2)
        result = look(tmp_path, "service", program="tensorboard", port=port, ports=1)
    assert result.status == "failed"
    assert "--path_prefix" in result.reason
    assert "it is not TensorBoard" not in result.reason
