"""`--report`: all that was found, as a text to paste where one asks for help, without what is yours alone."""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Mapping

from tftutor import __version__
from tftutor.doctor.context import Context, FactUnknown
from tftutor.doctor.installed import installed
from tftutor.doctor.model import Options, Report
from tftutor.doctor.redaction import SECRET_NAME, Redactor
from tftutor.doctor.system import System
from tftutor.doctor.tensorflow_packages import OWNERS
from tftutor.doctor.text_report import write_report
from tftutor.places import REPORTS_FOLDER
from tftutor.problems import Problem
from tftutor.unsafe_characters import without_unsafe

# Values of these are shown, names and addresses masked. Of others that matter: only that they are set.
_SHOWN = frozenset({
    "CUDA_VISIBLE_DEVICES", "CUDA_HOME", "CUDA_PATH", "CUDA_ROOT", "CUDA_DEVICE_ORDER", "CUDA_CACHE_PATH",
    "CUDA_CACHE_DISABLE", "CUDA_LAUNCH_BLOCKING", "CUDNN_PATH", "NVIDIA_VISIBLE_DEVICES",
    "NVIDIA_DRIVER_CAPABILITIES", "TF_CPP_MIN_LOG_LEVEL", "TF_CPP_MAX_VLOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS",
    "TF_FORCE_GPU_ALLOW_GROWTH", "TF_GPU_ALLOCATOR", "TF_GPU_THREAD_MODE", "TF_XLA_FLAGS",
    "TF_DETERMINISTIC_OPS", "TF_CUDNN_DETERMINISTIC", "TF_USE_LEGACY_KERAS", "TF_NUM_INTEROP_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "XLA_FLAGS", "KERAS_BACKEND", "KERAS_HOME", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX", "LD_LIBRARY_PATH",
    "LD_PRELOAD", "PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONIOENCODING", "PYTHONUTF8",
    "PYTHONSAFEPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "TERM",
    "COLORTERM",
    "NO_COLOR", "COLUMNS", "LINES", "LANG", "LANGUAGE", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_TARGET", "PIP_PREFIX", "PIP_USER",
    "PIP_CONSTRAINT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "TFTUTOR_PYTHON",
    "TFTUTOR_DATA_DIR", "TFTUTOR_COURSE", "TFTUTOR_WORKSPACE", "XDG_STATE_HOME", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
})  # fmt: skip
_NAMED = re.compile(
    r"(?:CUDA|CUDNN|NVIDIA|TF|KERAS|XLA|PYTHON|PIP|TFTUTOR|LC|SSH|TMUX|CONDA|TENSORBOARD)(?:_\w+)?"
)
_PACKAGES = (
    "keras", "keras-nightly", "tf-keras", "numpy", "protobuf", "ml-dtypes", "h5py", "absl-py", "grpcio",
    "tensorboard", "tb-nightly", "tensorflow-tensorboard", "tensorboard-data-server", "html5lib", "bleach",
    "setuptools", "pip", "six", "typing-extensions", "wrapt", "flatbuffers", "gast", "scipy", "torch", "jax",
)  # fmt: skip


_CRASH_DAYS, _CRASH_CHARACTERS = 14, 8000


class _Lines:
    """A screen that keeps what it is shown."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, *parts: str | tuple[str, str]) -> None:
        self.lines.append("".join(part if isinstance(part, str) else part[0] for part in parts).rstrip())

    def wrapped(self, text: str, *, indent: str = "", first: str | None = None) -> None:
        """Not wrapped: a name or a key that went over two lines would not be recognised."""
        self.lines += [f"{indent if first is None else first}{line}" for line in text.splitlines()]


def as_shared(report: Report, options: Options, system: System) -> str:
    """The report as Markdown, a block that can be pasted as it is."""
    screen = _Lines()
    write_report(report, screen, verbose=True)
    parts = [
        "\n".join(_machine(system)),
        "\n".join(screen.lines).strip(),
        "Packages: " + (", ".join(_packages(options, system)) or "none of those that matter"),
        "\n".join(["Environment:", *(f"  {line}" for line in environment(system.environ))]),
        *last_crash(system),
    ]
    text = without_unsafe(Redactor.of(system).text("\n\n".join(parts)))
    return "```text\n" + text.replace("```", "'''") + "\n```"


def _machine(system: System) -> list[str]:
    named = re.search(r'^PRETTY_NAME="?([^"\n]+)', system.text("/etc/os-release"), re.MULTILINE)
    kernel = system.text("/proc/sys/kernel/osrelease", 200).strip()
    return [
        f"tftutor {__version__} on Python {platform.python_version()}",
        f"{named[1] if named else 'unknown system'}, kernel {kernel or 'unknown'}, {platform.machine()}",
    ]


def _packages(options: Options, system: System) -> list[str]:
    try:
        packages = Context(system, options).fact(installed)
    except FactUnknown:
        return []
    wanted = [*OWNERS, *_PACKAGES, *sorted(name for name in packages.names() if name.startswith("nvidia-"))]
    return [f"{one.name}=={one.version_text}" for name in wanted for one in packages.all(name)]


def last_crash(system: System) -> list[str]:
    """tftutor's own newest crash report of the last weeks, if there is one that can be read."""
    from tftutor.places import places

    if not system.is_live:
        return []
    try:
        reports = list((places(system.environ).state / REPORTS_FOLDER).glob("*.txt"))
        newest = max(reports, key=lambda file: file.stat().st_mtime, default=None)
        if newest is None or time.time() - newest.stat().st_mtime > _CRASH_DAYS * 86_400:
            return []
        text = newest.read_text(encoding="utf-8", errors="replace")
    except (OSError, Problem):
        return []
    return [f"Last crash of tftutor, {newest.name}:\n{text[-_CRASH_CHARACTERS:].strip()}"]


def environment(environ: Mapping[str, str]) -> list[str]:
    """The variables that matter: some with their value, some only by name, all others not at all."""
    lines = []
    for name, value in sorted(environ.items()):
        known = name.upper() in _SHOWN or name.startswith("LC_")
        if name.upper().endswith(("_PROXY", "INDEX_URL")) and "://" not in value:
            known = False  # a host, perhaps a password, in no form that would be recognised
        if known and not SECRET_NAME.search(name):
            lines.append(f"{name}={' '.join(value.split())}")
        elif _NAMED.fullmatch(name) or name.upper().endswith("_PROXY"):
            lines.append(f"{name} is set")
    return lines or ["none of those that matter"]
