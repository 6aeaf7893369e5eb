"""Environments made by hand: a real virtual environment, small packages that look like the real ones.

`Environment.install` writes what pip would write, in the order in which it would be written, so that later
packages overwrite files of earlier ones. `Index` holds wheels of the same small packages, which the real pip
installs when a test runs the doctor's own commands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tftutor.doctor import Options, Report, diagnose
from tftutor.doctor.model import Finding
from tftutor.doctor.system import System

REPOSITORY = Path(__file__).resolve().parents[2]
# What the published packages ask for, as far as these tests need it.
REQUIRES: Mapping[tuple[str, str], Sequence[str]] = {
    ("tensorflow", "2.21.0"): (
        "numpy>=1.26.0", "keras>=3.12.0", "protobuf<8.0.0,>=6.31.1", "typing_extensions>=3.6.6",
        'nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
        'tensorflow-io-gcs-filesystem>=0.23.1; (sys_platform != "win32" and python_version < "3.13") and '
        'extra == "gcs-filesystem"',
    ),
    ("tensorflow", "2.15.1"): ("numpy<2.0.0,>=1.23.5", "keras<2.16,>=2.15.0", "protobuf<5,>=3.20.3"),
    ("tensorflow", "2.8.0"): ("numpy>=1.20", "keras<2.9,>=2.8.0", "protobuf>=3.9.2"),
    ("tensorboard", "2.21.0"): ("numpy>=1.12.0", "protobuf>=3.19.6,!=4.24.0"),
    ("tensorboard", "2.20.0"): ("numpy>=1.12.0", "protobuf>=3.19.6,!=4.24.0", "setuptools>=41.0.0"),
}  # fmt: skip
FOLDERS = {
    "tensorflow-cpu": "tensorflow", "tf-nightly": "tensorflow", "tb-nightly": "tensorboard",
    "tensorflow-tensorboard": "tensorboard", "protobuf": "google/protobuf", "setuptools": "pkg_resources",
}  # fmt: skip
HEALTHY = {
    "numpy": "2.4.6", "keras": "3.15.1", "protobuf": "6.33.0", "typing_extensions": "4.16.0",
    "tensorflow": "2.21.0", "tensorboard": "2.21.0",
}  # fmt: skip


def contents(name: str, version: str) -> dict[str, str]:
    """The files of a small package."""
    folder = FOLDERS.get(name, name.replace("-", "_"))
    files = {f"{folder}/__init__.py": f"__version__ = {version!r}\n"}
    if folder == "tensorflow":
        files[f"{folder}/python/{name.replace('-', '_')}.so"] = version
    if name == "html5lib":
        old = version == "0.9999999"
        files |= {f"html5lib/filters/{'_base' if old else 'base'}.py": "", "html5lib/filters/__init__.py": ""}
        files |= {"html5lib/sanitizer.py": ""} if old else {}
    if name == "setuptools" and int(version.split(".")[0]) >= 82:
        files = {"setuptools/__init__.py": ""}
    return files


def _info(name: str, version: str) -> tuple[str, dict[str, str]]:
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    asked = "".join(f"Requires-Dist: {line}\n" for line in REQUIRES.get((name, version), ()))
    return info, {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asked}\nText.\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }


@dataclass(frozen=True)
class Index:
    """A folder of wheels that pip takes for the package index."""

    folder: Path

    def add(self, name: str, version: str) -> None:
        info, about = _info(name, version)
        files = contents(name, version) | about
        if name.startswith(("tensorboard", "tb-")):
            files[f"{info}/entry_points.txt"] = "[console_scripts]\ntensorboard = tensorboard:main\n"
        files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
        wheel = self.folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for file, text in files.items():
                archive.writestr(file, text)


@dataclass
class Environment:
    """A virtual environment in ``folder``; ``environ`` is what the doctor is told of the shell."""

    folder: Path
    environ: dict[str, str]
    cwd: Path
    removed: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path) -> Environment:
        venv.create(folder / "venv", symlinks=True, with_pip=False)
        made = cls._around(folder)
        made.give_pip()
        return made

    @classmethod
    def _around(cls, folder: Path) -> Environment:
        (folder / "here").mkdir()
        (folder / "home").mkdir()
        environ = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home"), "LANG": "C.UTF-8"}
        return cls(folder / "venv", environ, folder / "here")

    @classmethod
    def of(cls, folder: Path, python: str) -> Environment:
        """One of another Python, with the pip that it brings."""
        folder.mkdir(exist_ok=True)
        subprocess.run([python, "-m", "venv", str(folder / "venv")], check=True, timeout=120)
        return cls._around(folder)

    def copy(self, folder: Path) -> Environment:
        """The same packages in another folder, by hard links: pip replaces files and never changes one."""
        folder.mkdir()
        subprocess.run(["cp", "-al", str(self.folder), str(folder / "venv")], check=True, timeout=120)
        made = self._around(folder)
        for script in (made.folder / "bin").glob("tensorboard*"):
            text = script.read_text().replace(str(self.folder), str(made.folder))
            script.unlink()
            script.write_text(text)
            script.chmod(0o755)
        made.environ |= {name: value for name, value in self.environ.items() if name.startswith("PIP_")}
        return made

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def site(self) -> Path:
        return next((self.folder / "lib").glob("python3.*")) / "site-packages"

    def give_pip(self) -> None:
        """The pip that runs these tests, by links: `ensurepip` would take seconds."""
        for found in Path(sysconfig.get_path("purelib")).glob("pip*"):
            if found.name == "pip" or found.name.endswith(".dist-info"):
                (self.site / found.name).symlink_to(found)

    def install(self, name: str, version: str, into: Path | None = None) -> None:
        """As pip does: files over files, then what is written down of them."""
        info, about = _info(name, version)
        files = contents(name, version) | about
        files[f"{info}/INSTALLER"] = "pip\n"
        command = self.folder / "bin" / "tensorboard"
        if name.startswith(("tensorboard", "tb-")) and into is None:
            # pip's form for a path with a space in it
            command.write_text(f"#!/bin/sh\n'''exec' \"{self.python}\" \"$0\" \"$@\"\n' '''\n")
            command.chmod(0o755)
            files["../../../bin/tensorboard"] = command.read_text()
        files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
        for file, text in files.items():
            path = (into or self.site) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def install_all(self, packages: Mapping[str, str]) -> Environment:
        for name, version in packages.items():
            self.install(name, version)
        return self

    def remove(self, name: str) -> None:
        """As pip does: every file that the package wrote down, whoever else owns it."""
        info = next(self.site.glob(f"{name.replace('-', '_')}-*.dist-info"))
        for line in (info / "RECORD").read_text().splitlines():
            (self.site / line.split(",")[0]).unlink(missing_ok=True)
        info.rmdir()

    def report(self, *areas: str, deep: bool = False) -> Report:
        system = System(environ=dict(self.environ), cwd=self.cwd)
        return diagnose(
            Options(
                python=None if "TFTUTOR_PYTHON" in self.environ else str(self.python), areas=areas, deep=deep
            ),
            system,
        )

    def ids(self, *areas: str) -> list[str]:
        """Roots that are errors or warnings, in order."""
        return found(self.report(*areas))

    def fix(self, finding: Finding, remedy: int = 0, seconds: float = 120) -> None:
        """Runs the commands as they are printed, in one shell, and keeps what it exports."""
        script = "set -e\n" + "\n".join(finding.remedies[remedy].commands) + "\nprintf '\\0'; env -0"
        run = subprocess.run(
            ["bash", "-c", script],
            env=self.environ,
            cwd=self.cwd,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        assert run.returncode == 0, run.stdout.decode() + run.stderr.decode()
        words = run.stdout.decode().partition("\0")[2].split("\0")
        self.environ = dict(word.split("=", 1) for word in words if "=" in word)


def found(report: Report) -> list[str]:
    return [root.id for root in report.roots if root.severity != "info"]


def own_python_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def doctor(
    *words: str, environ: dict[str, str] | None = None, cwd: Path | None = None, flags: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """`tftutor env-doctor` with these words."""
    start = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); "
        "from tftutor.cli.main import main; sys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, *flags, "-c", start, "env-doctor", *words],
        capture_output=True,
        text=True,
        env=dict(os.environ) if environ is None else environ,
        cwd=cwd or REPOSITORY,
        timeout=120,
        check=False,
    )


def pip(env: Environment, *words: str, seconds: float = 280) -> None:
    """Installs from the package index; leaves out a test where there is none."""
    run = subprocess.run(
        [env.python, "-m", "pip", "install", "-q", *words],
        env=env.environ,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if run.returncode:
        pytest.skip(f"pip could not install {words}: {run.stderr.strip().splitlines()[-1:]}")


def says(env: Environment, *words: str) -> str:
    """What a program prints, run in the environment's folder."""
    run = subprocess.run(
        words, cwd=env.cwd, env=env.environ, capture_output=True, text=True, timeout=120, check=False
    )
    return run.stdout + run.stderr


def reach_the_index(env: Environment) -> None:
    """Gives the environment pip's settings and pip's cache of whoever runs the tests."""
    kept = ("PIP_", "HTTP", "http", "no_proxy", "NO_PROXY", "SSL_", "REQUESTS_")
    env.environ |= {name: value for name, value in os.environ.items() if name.startswith(kept)}
    settings = Path.home() / ".config" / "pip" / "pip.conf"
    if settings.is_file():
        env.environ.setdefault("PIP_CONFIG_FILE", str(settings))
    env.environ.setdefault("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))
    env.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"


def other_python(version: str) -> str:
    """An interpreter of this version, by its name or where pyenv keeps them; else the test is left out."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = [str(path) for path in sorted(root.glob(f"{version}.*/bin/python{version}"))]
    for candidate in (shutil.which(f"python{version}"), *kept):
        if (
            candidate
            and subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return candidate
    pytest.skip(f"no Python {version} here")
