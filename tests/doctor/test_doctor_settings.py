"""What variables, files of the learner's and folders do: seen, and mended by the commands as printed."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from doctor_support import Environment, found

from tftutor.doctor import Options, diagnose
from tftutor.doctor.system import System

EVERYWHERE = ("python", "tensorflow", "tensorboard", "gpu", "tftutor")


def legacy_keras(env: Environment) -> None:
    env.environ["TF_USE_LEGACY_KERAS"] = "1"


def other_backend(env: Environment) -> None:
    env.environ["KERAS_BACKEND"] = "jax"


def backend_of_an_old_course(env: Environment) -> None:
    folder = Path(env.environ["HOME"]) / ".keras"
    folder.mkdir()
    (folder / "keras.json").write_text('{"backend": "theano"}')


def file_named_tensorflow(env: Environment) -> None:
    (env.cwd / "tensorflow.py").write_text("print('mine')\n")


def random_on_pythonpath(env: Environment) -> None:
    folder = env.cwd / "lib with space"
    folder.mkdir()
    (folder / "random.py").write_text("")
    env.environ["PYTHONPATH"] = str(folder)


def numpy_on_pythonpath(env: Environment) -> None:
    folder = env.cwd / "more"
    folder.mkdir()
    env.install("numpy", "1.26.4", into=folder)
    env.environ["PYTHONPATH"] = str(folder)


def python_that_is_nowhere(env: Environment) -> None:
    env.environ["TFTUTOR_PYTHON"] = "/nowhere/bin/python"


def data_nowhere(env: Environment) -> None:
    env.environ["TFTUTOR_DATA_DIR"] = "/nowhere/data"


def state_is_a_file(env: Environment) -> None:
    (env.cwd / "file").write_text("")
    env.environ["XDG_STATE_HOME"] = str(env.cwd / "file")


@pytest.mark.parametrize(
    ("break_it", "cause", "remedy"),
    [
        (legacy_keras, "keras-legacy-flag", 0),
        (other_backend, "keras-backend-variable", 0),
        (backend_of_an_old_course, "keras-backend-file", 0),
        (file_named_tensorflow, "module-shadowed", 0),
        (random_on_pythonpath, "module-shadowed", 0),
        (numpy_on_pythonpath, "package-two-places", 0),
        (data_nowhere, "data-folder-missing", 0),
        (state_is_a_file, "folder-not-writable", 1),
    ],
)
def test_seen_and_fixed(
    healthy: Environment, break_it: Callable[[Environment], None], cause: str, remedy: int
) -> None:
    break_it(healthy)
    report = healthy.report(*EVERYWHERE)
    assert found(report) == [cause]
    healthy.fix(report.roots[0], remedy)
    assert healthy.ids(*EVERYWHERE) == []


def test_certificates_that_are_not_there(healthy: Environment) -> None:
    healthy.environ |= {"PIP_CERT": "/nowhere/ca.pem", "SSL_CERT_FILE": "/nowhere/ca.pem"}
    report = healthy.report("machine")
    finding = next(root for root in report.roots if root.id == "certificates-missing")
    healthy.fix(finding)
    assert "certificates-missing" not in healthy.ids("machine")


def test_a_python_that_is_not_there(healthy: Environment) -> None:
    python_that_is_nowhere(healthy)
    report = healthy.report("python", "tensorflow", "tensorboard")
    assert found(report) == ["python-missing"]
    assert "TFTUTOR_PYTHON" in report.roots[0].evidence
    healthy.fix(report.roots[0])
    assert "TFTUTOR_PYTHON" not in healthy.environ


def test_an_environment_whose_python_was_removed(healthy: Environment) -> None:
    settings = healthy.folder / "pyvenv.cfg"
    settings.write_text("home = /opt/python9/bin\nversion = 3.11.2\n")
    healthy.python.unlink()
    healthy.python.symlink_to("/opt/python9/bin/python3.11")
    report = healthy.report("python", "tensorflow", "tensorboard")
    assert found(report) == ["venv-base-gone"]
    assert "/opt/python9/bin" in report.roots[0].evidence


def test_a_package_in_the_learners_folder_is_no_stand_in_unless_python_imports_it(
    healthy: Environment,
) -> None:
    (healthy.cwd / "random").mkdir()  # no __init__.py: Python's own module wins
    (healthy.cwd / "os.py").write_text("")  # imported long before this folder is looked at
    (healthy.cwd / "my_tensorflow.py").write_text("")
    assert healthy.ids("python") == []


def test_leftovers_of_pip_are_reported_but_stop_nobody(healthy: Environment) -> None:
    (healthy.site / "~umpy").mkdir()
    report = healthy.report("tensorflow")
    assert [root.id for root in report.roots] == ["pip-leftovers"]
    assert report.exit_code == 0
    healthy.fix(report.roots[0])
    assert healthy.report("tensorflow").roots == ()


def test_a_port_that_is_taken_names_who_holds_it(healthy: Environment) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", 6006))
        except OSError:
            pytest.skip("port 6006 of this machine is in use")
        listener.listen()
        report = healthy.report("machine")
    ports = [root for root in report.roots if root.id == "port-taken" and "6006" in root.evidence]
    assert f"process {os.getpid()}" in ports[0].evidence
    assert "--port 6007" in ports[0].remedies[0].commands[0]


@pytest.mark.parametrize(
    ("environ", "cause"),
    [
        ({"PYTHONIOENCODING": "latin-1"}, "characters-not-utf8"),
        ({"PYTHONIOENCODING": "no-such-thing"}, "characters-not-utf8"),
        ({"TERM": "dumb"}, "terminal-kind-unset"),
        ({"TERM": "frobnicator-9000"}, "terminal-kind-unknown"),
    ],
)
def test_terminals(environ: dict[str, str], cause: str, tmp_path: Path) -> None:
    base = {"TERM": "xterm", "LANG": "C.UTF-8", "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    options = Options(areas=("terminal",), tty=True, python=sys.executable)

    def ids(more: dict[str, str]) -> list[str]:
        return found(diagnose(options, System(environ=base | more, cwd=tmp_path)))

    assert ids(environ) == [cause]
    assert ids({}) == []


def test_one_who_comes_by_ssh_is_given_the_line_for_the_board(tmp_path: Path) -> None:
    environ = {"SSH_CONNECTION": "192.0.2.7 50000 192.0.2.9 2222", "USER": "ada", "HOME": str(tmp_path)}
    report = diagnose(Options(areas=("terminal",)), System(environ=environ, cwd=tmp_path))
    assert "  ssh -N -L 6006:localhost:6006 -p 2222 ada@192.0.2.9" in report.areas[0].details


def test_settings_that_cannot_be_understood(healthy: Environment) -> None:
    folder = Path(healthy.environ["HOME"]) / ".config" / "tftutor"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("colour: blue\n")
    report = healthy.report("tftutor")
    assert found(report) == ["settings-broken"]
    assert "config.yaml:1" in report.roots[0].evidence


def test_a_course_with_a_mistake_in_it(healthy: Environment) -> None:
    course = healthy.cwd / "course"
    course.mkdir()
    (course / "course.yaml").write_text("id: [\n")
    healthy.environ["TFTUTOR_COURSE"] = str(course)
    report = healthy.report("tftutor")
    assert found(report) == ["course-broken"]
    assert "course.yaml" in report.roots[0].evidence


def all_ids(env: Environment) -> list[str]:
    """What is merely good to know, too."""
    return [root.id for root in env.report("python").roots]


def kernel(folder: Path, *argv: str) -> None:
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({"argv": [*argv], "language": "python"}))


def test_kernels_of_notebooks(healthy: Environment) -> None:
    kernels = healthy.folder / "share" / "jupyter" / "kernels"
    kernel(kernels / "own", str(healthy.python), "-m", "ipykernel_launcher")
    kernel(kernels / "on-the-path", "python", "-m", "ipykernel_launcher")
    kernel(kernels / "no-words")
    assert "jupyter" not in " ".join(all_ids(healthy))
    mine = Path(healthy.environ["HOME"]) / ".local/share/jupyter/kernels"
    kernel(mine / "other", "/usr/bin/python3", "-m", "ipykernel_launcher")
    kernel(mine / "lost", "/gone/bin/python", "-m", "ipykernel_launcher")
    report = healthy.report("python")
    assert found(report) == ["jupyter-kernel-gone"]
    assert "/gone/bin/python" in report.roots[0].evidence
    assert all_ids(healthy).count("jupyter-kernel-elsewhere") == 1


def test_a_pip_of_another_python(healthy: Environment) -> None:
    folder = healthy.cwd / "bin"
    folder.mkdir()
    (folder / "pip").write_text("#!/opt/other/bin/python3\n")
    healthy.environ["PATH"] = f"{folder}:/usr/bin:/bin"
    assert all_ids(healthy) == ["pip-elsewhere"]
    assert healthy.ids("python") == []  # good to know, as long as no environment is active
    healthy.environ["VIRTUAL_ENV"] = str(healthy.folder)
    assert healthy.ids("python") == ["pip-elsewhere"]
    (folder / "pip").write_text(f"#!/bin/sh\n'''exec' \"{healthy.python}\" \"$0\" \"$@\"\n' '''\n")
    assert all_ids(healthy) == []


def test_a_list_of_packages_with_the_name_that_was_given_up(healthy: Environment) -> None:
    file = healthy.cwd / "requirements.txt"
    file.write_text("numpy\ntensorflow_GPU>=2.4\nh5py\n")
    report = healthy.report("python")
    assert found(report) == ["tensorflow-gpu-name"]
    healthy.fix(report.roots[0])
    assert file.read_text() == "numpy\ntensorflow[and-cuda]\nh5py\n"
    assert healthy.ids("python") == []


def test_in_zsh_brackets_need_quotes(healthy: Environment) -> None:
    healthy.environ["SHELL"] = "/usr/bin/zsh"
    assert "shell-brackets" in all_ids(healthy)
    assert healthy.ids("python") == []


def test_a_clock_that_is_decades_ahead(healthy: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/etc/ssl/certs/ca-certificates.crt").is_file():
        pytest.skip("no list of certificates here")
    assert "clock-ahead" not in healthy.ids("machine")
    monkeypatch.setattr("tftutor.doctor.areas.machine.time.time", lambda: 4_000_000_000.0)
    assert "clock-ahead" in healthy.ids("machine")


def test_a_clock_that_is_behind(healthy: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tftutor.doctor.areas.machine.time.time", lambda: 1_000_000_000.0)
    assert "clock-behind" in healthy.ids("machine")
