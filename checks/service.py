"""A Jupyter or a TensorBoard that answers on a port of this machine."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck

if TYPE_CHECKING:
    from tftutor.doctor.ports import Listener

_NAMES = {"tensorboard": "TensorBoard", "jupyter": "Jupyter"}
# What only this program answers, and the key that its answer has.
_QUESTIONS = {"tensorboard": ("/data/environment", "data_location"), "jupyter": ("/api", "version")}
_FIRST_PORTS = {"tensorboard": 6006, "jupyter": 8888}
# The option that gives it a path of its own, where the question above is not answered.
_PATH_OPTIONS = {"tensorboard": "--path_prefix", "jupyter": "base_url"}
_COMMANDS = {"tensorboard": ("tensorboard",), "jupyter": ("jupyter", "notebook")}
_MODULES = {"tensorboard": "tensorboard.main --logdir logs --port 6006", "jupyter": "notebook --no-browser"}
# What to install; any of them brings the program.
_PACKAGES = {"tensorboard": ("tensorboard",), "jupyter": ("notebook", "jupyterlab", "jupyter-server")}
_SECONDS = 2.0
_MOST = 64 * 1024


class ServiceCheck(MachineCheck):
    """It is asked over 127.0.0.1 for something that only it can answer; another page does not count.

    On a machine that several people share, only one's own counts.
    """

    kind: ClassVar[str] = "service"

    program: Literal["tensorboard", "jupyter"] = Field(description="which of the two")
    port: int | None = Field(
        None, ge=1, le=65535, description="the first port to look at; left out: 6006 or 8888, as usual"
    )
    ports: int = Field(10, ge=1, le=100, description="how many ports to look at, from the first one on")
    here_only: bool = Field(True, description="it must not listen to other machines (0.0.0.0)")
    optional: bool = Field(
        False, description="where the program is not installed, the task is held up by nothing"
    )

    def look(self, machine: Machine) -> CheckResult:
        from tftutor.doctor.ports import listener

        first = self.port or _FIRST_PORTS[self.program]
        name = _NAMES[self.program]
        title = f"{name} answers, to this machine only" if self.here_only else f"{name} answers"
        others = ""
        for port in range(first, first + self.ports):
            if machine.stopped():
                break
            who = listener(machine.context.system, port)
            if who is None:
                continue
            version = self._version(port)
            if version is None:
                others = others or self._stranger(machine, who)
            elif not who.is_mine:
                others = f"The {name} on port {port} is another user's. Start your own on another port."
            else:
                return self._judged(title, who, version)
        return self._nobody(machine, title, others, first)

    def _stranger(self, machine: Machine, who: Listener) -> str:
        """What listens there without the right answer: another program, or this one under another path."""
        name, command = _NAMES[self.program], ""
        if who.is_mine and who.process:
            command = machine.context.system.text(f"/proc/{who.process}/cmdline", 4096).casefold()
        if not any(word in command for word in _COMMANDS[self.program]):
            return f"Something answers on port {who.port}, but it is not {name}."
        return (
            f"Your {name} on port {who.port} did not answer as it usually does. If it has just been started, "
            "wait a few seconds and check again. If it was given a path of its own, with "
            f"{_PATH_OPTIONS[self.program]}, start it without."
        )

    def _judged(self, title: str, who: Listener, version: str) -> CheckResult:
        name = _NAMES[self.program]
        if who.everywhere and self.here_only:
            reason = (
                f"Your {name} answers on port {who.port}, but it listens on 0.0.0.0: every machine that "
                "reaches this one can use it. End it, and start it without that option."
            )
            return self.failed(title, reason, f"kill {who.process}", seen=f"0.0.0.0:{who.port}")
        return self.passed(title, f"{name} {version} on port {who.port}")

    def _nobody(self, machine: Machine, title: str, others: str, first: int) -> CheckResult:
        from tftutor.doctor.installed import installed
        from tftutor.doctor.interpreter import interpreter

        name, package = _NAMES[self.program], _PACKAGES[self.program][0]
        python = machine.shown(machine.context.fact(interpreter).path)
        start = f"{python} -m {_MODULES[self.program].replace('6006', str(first))}"
        if others:
            return self.failed(title, others, seen="no answer of its own")
        packages = machine.context.fact(installed)
        if not any(packages.get(one) for one in _PACKAGES[self.program]):
            install = f"{python} -m pip install {package}"
            reason = f"{name} is not installed in the Python of your programs."
            if self.optional:
                return CheckResult(self.kind, self.title or title, "skipped", reason, commands=(install,))
            return self.failed(title, reason, install, start)
        last = first + self.ports - 1
        where = f"on the ports {first} to {last}" if last > first else f"on port {first}"
        reason = f"No {name} answers {where}. Start it in a second terminal, and leave it running."
        return self.failed(title, reason, start, seen="no answer")

    def _version(self, port: int) -> str | None:
        """The program's version by its own account; None where something else answers, or nothing."""
        path, key = _QUESTIONS[self.program]
        answer = _asked(port, path)
        return str(answer.get("version", "")) if isinstance(answer, dict) and key in answer else None


def _asked(port: int, path: str) -> Any:
    """The JSON that 127.0.0.1 answers; None where it answers anything else."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        return json.loads(response.read(_MOST)) if response.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return None
    finally:
        connection.close()
