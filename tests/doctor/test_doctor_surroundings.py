"""Where the doctor is called from: other users, closed folders, no network; and that it leaves no trace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from doctor_support import HEALTHY, REPOSITORY, Environment, found

from tftutor.doctor import Options, diagnose
from tftutor.doctor.system import System

NOBODY = 65534
ALONE = ("-I", "-S", "-B")
START = (
    f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); "
    "from tftutor.cli.main import main; sys.exit(main())"
)
AREAS = ("--area", "python", "--area", "tensorflow", "--area", "tensorboard")
LINE = "\u2501"
# All by which a file is made, changed or removed, and all by which something is sent.
CALLS = (
    "open", "openat", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat",
    "symlink", "symlinkat", "link", "linkat", "truncate", "chmod", "fchmod", "connect", "sendto", "sendmsg",
)  # fmt: skip


@pytest.fixture
def shared() -> Iterator[Environment]:
    """An environment where everybody may read, made with a Python that everybody may use."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    python = "/usr/bin/python3"
    if (
        not Path(python).exists()
        or _as_nobody(["/usr/bin/test", "-r", str(REPOSITORY / "README.md")]).returncode
    ):
        pytest.skip("another user can read neither a Python nor this repository")
    folder = Path(tempfile.mkdtemp(prefix="doctor of all "))
    folder.chmod(0o755)
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder / "venv")], check=True, timeout=120)
    (folder / "here").mkdir()
    env = Environment(folder / "venv", {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, folder / "here")
    env.give_pip()
    yield env.install_all(HEALTHY)
    shutil.rmtree(folder)


def _as_nobody(words: list[str], cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, user=NOBODY, group=NOBODY, extra_groups=[], cwd=cwd, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, timeout=120, check=False,
    )  # fmt: skip


def nobodys_doctor(env: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    start = ["/usr/bin/python3", *ALONE, "-c", START, "env-doctor", "--python", str(env.python)]
    return _as_nobody([*start, *words], env.cwd)


def test_another_user_finds_the_same(shared: Environment) -> None:
    run = nobodys_doctor(shared, *AREAS, "--ignore", "pip-missing")
    assert (run.returncode, run.stderr) == (0, "")
    shared.remove("protobuf")
    run = nobodys_doctor(shared, *AREAS, "--ignore", "pip-missing")
    assert run.returncode == 1
    assert "[requirement-missing]" in run.stdout


@pytest.mark.parametrize("mode", [0o555, 0o700])
def test_from_a_folder_that_is_read_only_or_closed(shared: Environment, mode: int) -> None:
    shared.cwd.chmod(mode)
    run = nobodys_doctor(shared, *AREAS)
    assert (run.returncode, run.stderr) == (0, "")
    assert "could not look" not in run.stdout


def test_a_python_in_a_closed_folder_is_not_taken_for_gone(shared: Environment) -> None:
    shared.folder.chmod(0o700)
    run = nobodys_doctor(shared, *AREAS)
    assert run.returncode == 1
    assert re.findall(r"\[([a-z-]+)\]", run.stdout) == ["python-closed"]
    assert f"you may not enter {shared.folder}" in " ".join(run.stdout.split())


def test_it_opens_no_connection_and_writes_no_file(healthy: Environment) -> None:
    """Seen from the kernel's side, its children included."""
    strace = shutil.which("strace")
    if not strace:
        pytest.skip("no strace")
    traces = healthy.cwd.parent / "traces"
    traces.mkdir()
    start = [sys.executable, "-B", "-c", START, "env-doctor", "--python", str(healthy.python)]
    run = subprocess.run(
        [strace, "-ff", "-qq", "-o", str(traces / "of"), "-e", f"trace={','.join(CALLS)}", *start],
        env=healthy.environ, cwd=healthy.cwd, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    calls = [line for file in traces.iterdir() for line in file.read_text(errors="replace").splitlines()]
    if not calls and "ptrace" in run.stderr:
        pytest.skip("this machine lets nobody be traced")
    assert any("tensorflow-2.21.0.dist-info" in call for call in calls)
    changes = [call for call in calls if not re.search(r"^open.*O_RDONLY(?!.*O_CREAT)|/dev/null", call)]
    assert [call for call in changes if re.match("[a-z]", call)] == []


def test_without_any_network_device_it_says_the_same(healthy: Environment) -> None:
    start = [sys.executable, "-B", "-c", START, "env-doctor", "--python", str(healthy.python), *AREAS]
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine gives no namespace of its own")
    said = [
        subprocess.run(words, env=healthy.environ, capture_output=True, text=True, timeout=120, check=False)
        for words in (start, [*alone, *start])
    ]
    assert said[0].stdout == said[1].stdout and said[1].returncode == 0


def said_in(env: Environment, *words: str) -> str:
    run = subprocess.run(words, env=env.environ, capture_output=True, text=True, timeout=60, check=False)
    return run.stdout + run.stderr


def test_characters_that_cannot_be_written_can_be_after_the_remedy(bare: Environment) -> None:
    bare.environ |= {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    words = (str(bare.python), "-c", f"print({LINE!a})")
    assert "UnicodeEncodeError" in said_in(bare, *words)
    report = bare.report("terminal")
    assert found(report) == ["characters-not-utf8"]
    bare.fix(report.roots[0])
    assert said_in(bare, *words) == f"{LINE}\n"
    assert bare.ids("terminal") == []


def test_a_terminal_that_nobody_knows_is_known_after_the_remedy(bare: Environment) -> None:
    if not shutil.which("tput"):
        pytest.skip("no tput")
    bare.environ["TERM"] = "frobnicator-9000"
    assert "unknown terminal" in said_in(bare, "tput", "cols")
    system = System(environ=bare.environ, cwd=bare.cwd)
    [finding] = diagnose(Options(areas=("terminal",), tty=True), system).roots
    assert finding.id == "terminal-kind-unknown"
    bare.fix(finding)
    assert "unknown terminal" not in said_in(bare, "tput", "cols")


@pytest.mark.slow
def test_a_full_disk_has_room_after_the_remedy(tmp_path: Path) -> None:
    """A home folder on a disk of 1.3 GB that pip's cache fills; on such a disk nothing can be written."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    script = f"""
mount -t tmpfs -o size=1300m none {tmp_path}
export HOME={tmp_path} PIP_CACHE_DIR={tmp_path}/pip LANG=C.UTF-8
mkdir -p {tmp_path}/pip/http-v2/a
head -c 1400m /dev/zero > {tmp_path}/pip/http-v2/a/body 2> {tmp_path}.words; cat {tmp_path}.words
doctor() {{ {sys.executable} -B -c "$START" env-doctor --area machine --python {sys.executable}; }}
doctor > /tmp/doctor.$$; cat /tmp/doctor.$$
command=$(grep -m1 'pip cache purge' /tmp/doctor.$$); rm /tmp/doctor.$$
sh -c "$command"
echo AFTERWARDS; doctor
"""
    run = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], env={**os.environ, "START": START}, cwd=tmp_path.parent,
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    before, _, after = run.stdout.partition("AFTERWARDS")
    assert "No space left on device" in before + run.stderr
    assert "[disk-full]" in before and str(tmp_path) in before
    assert "[disk-full]" not in after and "Machine" in after
