"""What the learner read off `nvidia-smi`, or off a recorded listing on a machine without one."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tftutor.checks import words
from tftutor.checks.base import CheckResult
from tftutor.checks.machine import Machine, MachineCheck

Version = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)+$")]
_SECONDS = 5.0
_LARGEST = 64 * 1024


class Listing(BaseModel):
    """What the head of such a listing says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    driver: Version = Field(description="version of the driver", examples=["550.40.07"])
    cuda: Version = Field(description="newest CUDA that this driver can serve", examples=["12.4"])


class GpuListingCheck(MachineCheck):
    """A file of theirs holds the two versions at the head of the listing.

    Where `nvidia-smi` answers, its own figures count; elsewhere those of the recorded listing.
    """

    kind: ClassVar[str] = "gpu_listing"

    path: str = Field(
        pattern=r"^[^/~.][^\\]*$", description="seen from the learner's workspace", examples=["notes/gpu.txt"]
    )
    recorded: Listing = Field(description="the head of the listing that the lesson shows")

    def look(self, machine: Machine) -> CheckResult:
        file = machine.workspace / self.path
        shown = machine.shown(file)
        title = f"{shown} holds the driver's version and the newest CUDA it can serve"
        own = listing(machine)
        wanted = own or self.recorded
        whose = "`nvidia-smi` on this machine" if own else "the listing in the text"
        go = (
            f"mkdir -p {machine.shown(file.parent)}",
            f"{'nvidia-smi > ' if own else 'nano '}{shown}",
        )
        if not file.is_file():
            what = "a folder, not a file" if file.is_dir() else "not there yet"
            return self.failed(title, f"{shown} is {what}.", *go)
        try:
            with file.open("rb") as stream:
                text = stream.read(_LARGEST).decode("utf-8", "replace")
        except OSError as error:
            return self.failed(title, f"{shown} can't be read: {error.strerror}.", f"chmod u+r {shown}")
        for name, version in (("driver's version", wanted.driver), ("CUDA version", wanted.cuda)):
            if not _holds(text, version):
                reason = self._missing(name, shown, whose, text, own)
                return self.failed(title, reason, *go, expected=_both(wanted), seen=_first_line(text))
        return self.passed(title, f"{_both(wanted)}, from {whose}")

    def _missing(self, name: str, shown: str, whose: str, text: str, own: Listing | None) -> str:
        if own and _holds(text, self.recorded.driver) and own.driver != self.recorded.driver:
            return f"{shown} has the figures from the text, but this machine has an `nvidia-smi` of its own."
        return f"{shown} doesn't hold the {name} that {whose} shows at the top."


def _both(wanted: Listing) -> str:
    return f"{wanted.driver} and {wanted.cuda}"


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return words.clipped(lines[0], 60) if lines else "an empty file"


def listing(machine: Machine) -> Listing | None:
    """The head of what `nvidia-smi` says here; None where there is none, or it finds no driver."""
    tool = shutil.which("nvidia-smi", path=machine.context.system.variable("PATH") or None)
    if tool is None:
        return None
    try:
        run = subprocess.run(
            [tool], stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = run.stdout.decode("utf-8", "replace")
    driver = re.search(r"Driver Version:\s*(\d+(?:\.\d+)+)", said)
    cuda = re.search(r"CUDA Version:\s*(\d+(?:\.\d+)+)", said)
    if run.returncode or not driver or not cuda:
        return None
    return Listing(driver=driver[1], cuda=cuda[1])


def _holds(text: str, version: str) -> bool:
    """Whether it is there as a whole: no 12.4 in 12.40 or in 112.4."""
    return bool(re.search(rf"(?<![\d.]){re.escape(version)}(?!\.?\d)", text))
