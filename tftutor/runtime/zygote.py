"""The tutor's end of the zygote: starts it, has it fork sandboxes, says why it cannot."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import tftutor
from tftutor.places import bundled_course
from tftutor.problems import TensorFlowProblem
from tftutor.runtime import inside
from tftutor.runtime.confinement import Confinement
from tftutor.runtime.folders import Root
from tftutor.runtime.groups import Groups
from tftutor.runtime.program import Device
from tftutor.runtime.sandbox import Sandbox
from tftutor.runtime.sentences import DOCTOR

_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TZ", "LANG", "LANGUAGE", "VIRTUAL_ENV", "KERAS_BACKEND")
_KEPT_PREFIXES = ("LC_", "LD_", "TF_", "XLA_", "CUDA_", "NVIDIA_", "PYTHON", "CONDA_")
_START_SECONDS_MAX = 300.0
_END_SECONDS_MAX = 1.0


class Zygote:
    """A process that has imported TensorFlow, or is about to; messages to it wait until it has."""

    def __init__(self, python: Path, root: Root, groups: Groups, confinement: Confinement) -> None:
        self.python = python
        self._root = root
        self._groups = groups
        self._log = root.path / "zygote.log"
        self._lock = threading.Lock()
        self._up: dict[str, str] | None = None
        self._failure: TensorFlowProblem | None = None
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = near
        settings = {"hidden": _tutors_own_files(), "log": str(self._log), **confinement.settings()}
        self._control.send(json.dumps(settings).encode())
        self._early, early = os.pipe()
        far_leash, self._leash = os.pipe()  # nothing is ever written: it ends when our end does, however
        start = str(Path(inside.__file__).with_name("start.py"))
        try:
            with far, open(early, "wb") as output, open(far_leash, "rb") as leash:
                self._process = subprocess.Popen(
                    [str(python), start, str(far.fileno()), str(leash.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env=_environment(root.path),
                    cwd=root.path,
                    pass_fds=(far.fileno(), leash.fileno()),
                    start_new_session=True,
                )
        except OSError as error:
            near.close()
            os.close(self._early)
            os.close(self._leash)
            raise TensorFlowProblem(
                f"The Python at {python} cannot be started: {error.strerror}.", DOCTOR, python=python
            ) from error

    def alive(self) -> bool:
        return self._failure is None and self._process.poll() is None

    def is_up(self) -> bool:
        """Whether TensorFlow is imported; does not wait. Raises `TensorFlowProblem` when it cannot be."""
        return self._hear(0.0) is not None

    def wait_up(self) -> dict[str, str]:
        """Versions of python, tensorflow and keras, once it has imported them."""
        up = self._hear(_START_SECONDS_MAX)
        if up is None:
            raise TensorFlowProblem(
                f"TensorFlow did not start within {_START_SECONDS_MAX:g} s.", DOCTOR, python=self.python
            )
        return up

    def _hear(self, seconds: float) -> dict[str, str] | None:
        with self._lock:
            if self._up is None and self._failure is None:
                self._control.settimeout(seconds)
                try:
                    data = self._receive()
                except (BlockingIOError, TimeoutError):
                    return None
                finally:
                    self._control.settimeout(None)
                said = json.loads(data) if data else {"failed": self._last_words()}
                if "failed" in said:
                    self._failure = self._cannot_import(said["failed"])
                else:
                    self._up = {key: str(value) for key, value in said.items()}
            if self._failure is not None:
                raise self._failure
            return self._up

    def _receive(self) -> bytes:
        for _ in range(2):
            try:
                return self._control.recv(1 << 16)
            except ConnectionResetError:
                continue  # it ended with orders unread; what it said before comes next
        return b""

    def _cannot_import(self, reason: str) -> TensorFlowProblem:
        missing = "No module named 'tensorflow'" in reason
        what = "has no TensorFlow" if missing else f"cannot start TensorFlow: {reason}"
        return TensorFlowProblem(f"The Python at {self.python} {what}.", DOCTOR, python=self.python)

    def _last_words(self) -> str:
        code = self._process.wait(timeout=30)
        with open(self._early, "rb", closefd=False) as early:
            said = early.read()
        if self._log.exists():
            said += self._log.read_bytes()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        last = lines[-1] if lines else f"it ended with code {code}"
        return f"{last} (signal {-code})" if code < 0 else last

    def spawn(self, device: Device, readable: Sequence[str], start_tensorflow: bool = True) -> Sandbox:
        """Orders a sandbox; it comes up by itself. Raises OSError when the zygote is gone."""
        sandbox = Sandbox(self._root.new(), self._groups.new(), device, readable, start_tensorflow)
        order, fds = sandbox.order()
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], fds)
        except OSError:
            sandbox.discard()
            raise
        sandbox.sent()
        return sandbox

    def end_early(self) -> None:
        """Ends it at once if it has not been heard of yet: the sandboxes ordered from it never come."""
        if self._up is None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Sandboxes that it has forked go on: they are on leashes of their own."""
        self.end_early()
        self._control.close()
        try:
            self._process.wait(timeout=_END_SECONDS_MAX)
        except subprocess.TimeoutExpired:  # a slow machine: it has nothing to lose
            self._process.kill()
            self._process.wait()
        os.close(self._early)
        os.close(self._leash)


def _environment(root: Path) -> dict[str, str]:
    """What the zygote inherits: nothing of the learner's session but language, libraries and devices."""
    kept = {
        name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    # one thread while importing, so that it can be forked; a fixed hash seed, so that sets keep their order
    fixed = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    return {**kept, **fixed, "KERAS_HOME": str(root / "keras"), "PYTHONDONTWRITEBYTECODE": "1"}


def _tutors_own_files() -> list[str]:
    """Folders that no learner's code may read: ours, and the lessons with their solutions."""
    package = Path(tftutor.__file__).parent
    return [str(path.resolve()) for path in (package, package / "checks", bundled_course())]
