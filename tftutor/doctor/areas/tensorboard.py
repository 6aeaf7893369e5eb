"""TensorBoard, and html5lib, which was its best-known trouble."""

from __future__ import annotations

import os
import shlex

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.installed import Distribution, Installed, installed
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.tensorflow_packages import RECOMMENDED_BOARD, tensorflow
from tftutor.doctor.versions import Version

_OWNERS = ("tensorboard", "tb-nightly", "tensorflow-tensorboard")


def look(context: Context) -> ProbeReport:
    """Is it there, once, with all that its version needs?"""
    packages = context.fact(installed)
    boards = [board for name in _OWNERS for board in packages.all(name)]
    if not boards:
        return ProbeReport("not installed", (), tuple(_missing(context)))
    board = boards[0]
    seen: list[Detection] = []
    if len({one.name for one in boards}) > 1:
        seen.append(
            Detection("tensorboard-mixed", " and ".join(f"{one.name} {one.version_text}" for one in boards))
        )
    seen += _needs(context, packages, board)
    seen += _html5lib(context, packages, board)
    seen += _command(context, board)
    seen += _info_folder(context)
    return ProbeReport(f"{board.name} {board.version_text}", (f"in {board.folder}",), tuple(seen))


def _missing(context: Context) -> list[Detection]:
    tf = tensorflow(context)
    if tf is None:
        return [
            Detection(
                "tensorboard-missing", "neither TensorFlow nor TensorBoard is here", {"wanted": _wanted(tf)}
            )
        ]
    return [
        Detection(
            "tensorboard-missing", f"{tf.name} {tf.version_text} without TensorBoard", {"wanted": _wanted(tf)}
        )
    ]


def _wanted(tf: Distribution | None) -> str:
    """Before 2.21, TensorBoard had to be of TensorFlow's own minor version."""
    if tf is None or tf.minor >= (2, 21) or tf.minor == (0, 0):
        return shlex.quote(RECOMMENDED_BOARD)
    return shlex.quote(f"tensorboard~={tf.minor[0]}.{tf.minor[1]}.0")


def _needs(context: Context, packages: Installed, board: Distribution) -> list[Detection]:
    version, python = board.version, context.fact(interpreter).version or (3, 11, 0)
    if version is None:
        return []
    seen = []
    name = f"{board.name} {version}"
    numpy, protobuf = packages.version("numpy"), packages.version("protobuf")
    if version.minor < (2, 21) and version.minor >= (1, 6) and not packages.module("pkg_resources"):
        tools = packages.version("setuptools")
        have = f"setuptools {tools}" if tools else "no setuptools"
        seen.append(Detection("tensorboard-pkg-resources", f"{name} with {have}"))
    if version.minor <= (2, 19) and python >= (3, 13):
        seen.append(Detection("tensorboard-imghdr", f"{name} on Python {python[0]}.{python[1]}"))
    if version.minor <= (2, 17) and numpy and numpy >= Version("2"):
        seen.append(Detection("tensorboard-numpy2", f"{name} with numpy {numpy}"))
    if version.minor == (2, 21) and protobuf and protobuf < Version("6.31.1"):
        seen.append(Detection("tensorboard-protobuf", f"{name} with protobuf {protobuf}"))
    if (2, 9) <= version.minor <= (2, 13) and not packages.module("six"):
        seen.append(Detection("tensorboard-six", f"{name} without six"))
    return seen


def html5lib_conflicts(context: Context) -> list[Detection]:
    """html5lib and bleach of versions that do not go together with the TensorBoard that is here."""
    packages = context.fact(installed)
    boards = [board for name in _OWNERS for board in packages.all(name)]
    return _html5lib(context, packages, boards[0]) if boards else []


def _html5lib(context: Context, packages: Installed, board: Distribution) -> list[Detection]:
    html5lib, bleach = packages.get("html5lib"), packages.get("bleach")
    python = context.fact(interpreter).version
    if html5lib is None:
        return []
    here = f"html5lib {html5lib.version_text}" + (f" and bleach {bleach.version_text}" if bleach else "")
    if python and python >= (3, 10) and html5lib.version and html5lib.version < Version("1.0"):
        return [Detection("html5lib-too-old", f"{here} on Python {python[0]}.{python[1]}")]
    old_board = board.name == "tensorflow-tensorboard" or board.minor < (1, 9)
    if not old_board or bleach is None or bleach.version is None:
        return []
    files = f"{html5lib.folder}/html5lib"
    there = context.system.exists
    hidden_base = there(f"{files}/filters/_base.py") and not there(f"{files}/filters/base.py")
    if hidden_base and Version("2.0") <= bleach.version < Version("3"):
        return [Detection("html5lib-filters-base", f"{here} with {board.name} {board.version_text}")]
    if bleach.version < Version("2") and not there(f"{files}/sanitizer.py"):
        return [Detection("html5lib-sanitizer", f"{here} with {board.name} {board.version_text}")]
    return []


def _command(context: Context, board: Distribution) -> list[Detection]:
    """The command `tensorboard` next to the interpreter, and the Python in its first line."""
    python, system = context.fact(interpreter), context.system
    folder = python.path.rpartition("/")[0]
    file = f"{folder}/tensorboard"
    if not python.is_venv or board.folder != python.site:
        return []
    wanted = shlex.quote(f"{board.name}=={board.version_text}")
    if not system.exists(file):
        return [Detection("tensorboard-command-gone", f"{file} is not there", {"wanted": wanted})]
    first = system.text(file, 400).splitlines()[:2]
    starter = starter_of(first)
    if starter and not system.exists(starter):
        evidence = f"{file} is to be run by {starter}, which is not there"
        return [Detection("tensorboard-command-gone", evidence, {"wanted": wanted})]
    return []


def _info_folder(context: Context) -> list[Detection]:
    """Every TensorBoard leaves a note in one folder; made by one user, it may be closed to the others."""
    system = context.system
    folder = f"{system.variable('TMPDIR') or '/tmp'}/.tensorboard-info"
    if not system.is_live or not system.exists(folder) or os.access(folder, os.W_OK | os.X_OK):
        return []
    return [Detection("tensorboard-info-folder", folder, {"folder": shlex.quote(folder)})]


def starter_of(lines: list[str]) -> str:
    """The interpreter of a script; pip writes a second line for paths that are long or have spaces."""
    if not lines or not lines[0].startswith("#!"):
        return ""
    if lines[0].strip() == "#!/bin/sh" and len(lines) > 1 and lines[1].startswith("'''exec'"):
        parts = shlex.split(lines[1].removeprefix("'''exec'"))
        return parts[0] if parts else ""
    return lines[0][2:].strip().partition(" ")[0]


PROBES = (DiagnosticProbe("TensorBoard", "tensorboard", look),)
