"""`env-doctor --report`: useful to who helps, and none of the reader's secrets in it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from doctor_support import Environment, doctor

from tftutor.doctor import Options, diagnose
from tftutor.doctor.redaction import Redactor
from tftutor.doctor.shared_report import as_shared, environment, last_crash
from tftutor.doctor.system import System
from tftutor.unsafe_characters import UNSAFE

# Everything that must not be seen, and where it is planted.
SECRETS = (
    "lovelace", "Lovelace", "analytical-engine", "engine-room.example", "hunter2", "swordfish", "192.0.2.77",
    "198.51.100.4", "2001:db8::beef", "ghp_", "hf_AbCd", "c0ffee00c0ffee00c0ffee00c0ffee00", "s3cr3tvalue",
    "1320221024789", "GPU-5f1c9d20", "babbage", "ada@", "00:16:3e:5a:7b:01", "difference.example",
    "eyJhbGciOi", "private-index", "plaintext-proxy",
)  # fmt: skip
HOME = "/home/ada.lovelace"
SITE = f"{HOME}/tf/lib/python3.11/site-packages"
FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n"
    f"ada.lovelace:x:1000:1000:Ada Lovelace,,,:{HOME}:/bin/bash\n"
    "babbage:x:1001:1001:Charles Babbage:/home/babbage:/bin/bash\n",
    "etc/hostname": "analytical-engine\n",
    "etc/hosts": "127.0.0.1 localhost\n192.0.2.77 analytical-engine.engine-room.example\n",
    "etc/resolv.conf": "search engine-room.example\n",
    "etc/machine-id": "c0ffee00c0ffee00c0ffee00c0ffee00\n",
    "etc/os-release": 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\n',
    "proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
    "proc/cpuinfo": "processor\t: 0\nmodel name\t: lovelace's GPU-5f1c9d20-8f4e-77aa-bbcc-0123456789ab"
    " serial 1320221024789 at 198.51.100.4\nflags\t\t: fpu\n",
    "sys/bus/pci/devices/0000:00:1e.0/vendor": "0x10de\n",
    "sys/bus/pci/devices/0000:00:1e.0/class": "0x030200\n",
    "sys/module/nvidia/version": "550.54.14\n",
    "usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1": "",
    "proc/driver/nvidia/gpus/0000:00:1e.0/information": "Model: NVIDIA L4 Serial Number: 1320221024789 "
    "00:16:3e:5a:7b:01 https://ada:hunter2@difference.example/x?token=s3cr3tvalue\n",
    f"{HOME[1:]}/tf/pyvenv.cfg": "home = /usr/bin\nversion = 3.11.2\n",
    f"{HOME[1:]}/tf/bin/python": "#!",
    f"{SITE[1:]}/tensorflow-2.21.0.dist-info/METADATA": "Name: tensorflow\nVersion: 2.21.0\n",
    f"{SITE[1:]}/nvidia_cublas_cu12-12.9.3.13.dist-info/METADATA": "Name: x\nVersion: 12.9.3.13\n",
    f"{HOME[1:]}/.keras/keras.json": '{"backend": "ghp_0123456789abcdefABCDEF0123456789abcd"}',
}
ENVIRON = {
    "HOME": HOME, "USER": "ada.lovelace", "LOGNAME": "ada.lovelace", "HOSTNAME": "analytical-engine",
    "PATH": f"{HOME}/tf/bin:/usr/bin", "SSH_CONNECTION": "192.0.2.77 50000 198.51.100.4 22",
    "AWS_SECRET_ACCESS_KEY": "swordfish", "WIKI_PASSWORD": "hunter2", "HF_TOKEN": "hf_AbCdEfGhIjKl",
    "HTTPS_PROXY": "http://ada:hunter2@difference.example:3128", "HTTP_PROXY": "ada:pw@plaintext-proxy:3128",
    "NO_PROXY": "engine-room.example,198.51.100.4", "PIP_INDEX_URL": "https://u:s3cr3tvalue@private-index/simple",
    "KERAS_BACKEND": "swordfish", "XLA_FLAGS": "--x=Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef",
    "LD_LIBRARY_PATH": "/data/babbage/lib:/srv/lovelace", "TF_CONFIG": '{"cluster": ["198.51.100.4:2222"]}',
    "LANG": "en_GB.UTF-8", "MY_NOTES": "lovelace was here", "TMPDIR": "/scratch/2001:db8::beef/ada@home.org",
}  # fmt: skip


def seeded(folder: Path, environ: Mapping[str, str]) -> str:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    system = System(root=folder, environ=dict(environ), cwd=Path(f"{HOME}/projects"))
    options = Options(python=f"{HOME}/tf/bin/python", sysroot=folder)
    return as_shared(diagnose(options, system), options, system)


def test_nothing_that_is_secret_is_in_it(tmp_path: Path) -> None:
    text = seeded(tmp_path, ENVIRON)
    assert [secret for secret in SECRETS if secret.lower() in text.lower()] == []


def test_the_last_crash_of_tftutor_is_in_it_without_names(tmp_path: Path) -> None:
    reports = tmp_path / "ada.lovelace" / "state" / "tftutor" / "reports"
    reports.mkdir(parents=True)
    for number, name in enumerate(("2026-01-01-100000-1.txt", "2026-01-02-100000-2.txt")):
        (reports / name).write_text(f'File "{HOME}/tf/x.py"\nValueError: crash {number} of ada@home.org\n')
        os.utime(reports / name, (time.time() - 100 + number,) * 2)
    home = {"HOME": HOME, "USER": "ada.lovelace", "XDG_STATE_HOME": str(reports.parents[1])}
    said = doctor("--report", environ={**os.environ, **home}).stdout
    assert "Last crash of tftutor, 2026-01-02-100000-2.txt" in said
    assert "ValueError: crash 1" in said
    assert "crash 0" not in said
    assert "lovelace" not in said
    assert "ada@" not in said


def test_an_old_crash_is_left_out(tmp_path: Path) -> None:
    report = tmp_path / "tftutor" / "reports" / "2020-01-01-100000-1.txt"
    report.parent.mkdir(parents=True)
    report.write_text("ValueError: long ago\n")
    os.utime(report, (0, 0))
    assert last_crash(System(environ={"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)})) == []


def test_what_helps_is_in_it(tmp_path: Path) -> None:
    text = seeded(tmp_path, ENVIRON)
    for part in (
        "Ubuntu 24.04.1 LTS", "6.8.0-45-generic", "tensorflow==2.21.0", "nvidia-cublas-cu12==12.9.3.13",
        "[processor-without-avx]", "550.54.14", "examined: ~/tf/bin/python", "LANG=en_GB.UTF-8",
        "HTTPS_PROXY=http://HOST:3128", "HTTP_PROXY is set", "TF_CONFIG is set", "Next",
    ):  # fmt: skip
        assert part in text
    assert "MY_NOTES" not in text and "WIKI_PASSWORD" not in text


def test_the_secrets_are_really_planted(tmp_path: Path) -> None:
    """Without the redaction they would be seen: the test above can fail."""
    text = "\n".join([*FILES.values(), *ENVIRON.values()])
    assert [secret for secret in SECRETS if secret.lower() not in text.lower()] == []
    system = System(root=tmp_path, environ=ENVIRON, cwd=None)
    seeded(tmp_path, ENVIRON)
    report = diagnose(Options(python=f"{HOME}/tf/bin/python", sysroot=tmp_path), system)
    said = repr(report) + repr(environment(ENVIRON))
    assert all(word in said for word in ("lovelace", "GPU-5f1c9d20", "1320221024789", "babbage", "swordfish"))


def test_the_command_prints_it(healthy: Environment) -> None:
    healthy.environ |= {"USER": "grace.hopper", "SLACK_TOKEN": "xyzzy-plugh", "LANG": "C.UTF-8"}
    healthy.environ["HOME"] = str(healthy.cwd.parent / "home")
    run = doctor("--report", "--python", str(healthy.python), environ=healthy.environ, cwd=healthy.cwd)
    lines = run.stdout.splitlines()
    assert (lines[0], lines[-1], run.stderr) == ("```text", "```", "")
    assert "tensorflow==2.21.0" in run.stdout
    for secret in ("grace", "xyzzy", healthy.environ["HOME"], os.uname().nodename):
        assert secret not in run.stdout


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("driver 525.60.13, cuDNN 9.3.0", "driver 525.60.13, cuDNN 9.3.0"),
        ("nvidia-cublas-cu12==12.9.3.13", "nvidia-cublas-cu12==12.9.3.13"),
        ("http://localhost:6006/", "http://localhost:6006/..."),
        ("at 12:30:45 on 0000:00:1e.0", "at 12:30:45 on 0000:00:1e.0"),
        ("bound to 127.0.0.1 and ::1", "bound to 127.0.0.1 and ::1"),
        ("from 10.1.2.3 to fe80::1%eth0", "from ADDRESS to ADDRESS"),
        ("/home/someone/x.py", "/home/USER/x.py"),
        ('password = "two words"', "password = TOKEN"),
        ("?token=abc&x=1", "?token=TOKEN&x=1"),
        ("MIG-4b3c2d1e-aaaa-bbbb-cccc-1234567890ab", "MIG-UUID"),
        ("sudo reboot as root", "sudo reboot as root"),
    ],
)
def test_what_goes_and_what_stays(text: str, kept: str) -> None:
    assert Redactor((), (), (), ()).text(text) == kept


def test_names_are_taken_out_also_within_paths_and_whatever_their_case() -> None:
    redactor = Redactor(("/home/ada",), ("ada",), ("engine",), ("s3cret",))
    assert redactor.text("/home/ada/x /home/adam /data/Ada/y ENGINE:22 Canada s3cret") == (
        "~/x /home/USER /data/USER/y HOST:22 Canada SECRET"
    )


def test_variables_with_a_name_like_a_keys_are_never_shown() -> None:
    lines = environment({"CUDA_API_KEY": "x1", "TF_TOKEN": "x2", "TERM": "xterm", "OTHER": "x3"})
    assert lines == ["CUDA_API_KEY is set", "TERM=xterm", "TF_TOKEN is set"]


def test_nothing_in_it_steers_a_terminal_or_hides_from_a_reader() -> None:
    system = System(environ={"TERM": "xterm\u202e\x9b31m\U000e0041", "PATH": "/bin"}, cwd=None)
    text = as_shared(diagnose(Options(areas=("terminal",)), system), Options(), system)
    assert "TERM=xterm31m" in text
    assert re.search(f"[{UNSAFE}]", text) is None
