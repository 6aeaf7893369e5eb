"""The tutor's end of one sandbox: its pipes, its leash, its folder, its control group."""

from __future__ import annotations

import json
import os
import secrets
import select
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tftutor.runtime.evidence import Array
from tftutor.runtime.folders import RunFolder
from tftutor.runtime.groups import Group
from tftutor.runtime.inside import frames, grants
from tftutor.runtime.program import Device


@dataclass(frozen=True)
class SandboxReady:
    """What a sandbox says of itself once it is confined.

    ``pid`` is its first process, ``keeper`` the parent of that one; ``layers``: name, state, why.
    """

    pid: int
    keeper: int
    layers: tuple[tuple[str, str, str], ...]
    gpus: tuple[str, ...]


class Sandbox:
    """One confined child, warm or about to be. Its owner must `discard` it in the end."""

    def __init__(
        self,
        folder: RunFolder,
        group: Group,
        device: Device,
        readable: Sequence[str],
        start_tensorflow: bool = True,
    ) -> None:
        self.folder = folder
        self.group = group
        self.device: Device = device
        self.readable = tuple(readable)
        self.start_tensorflow = start_tensorflow
        self._token = secrets.token_bytes(frames.TOKEN_BYTES)
        self._near: list[int] = []
        self._far: list[int] = []
        self.stdout, far_stdout = self._pipe()
        self.stderr, far_stderr = self._pipe()
        far_requests, self.requests = self._pipe(towards_child=True)
        self.reports, far_reports = self._pipe()
        self.stack, far_stack = self._pipe()
        self.leash, self._far_leash = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._order = [far_stdout, far_stderr, far_requests, far_reports, far_stack]
        self._ready: SandboxReady | None = None

    def _pipe(self, towards_child: bool = False) -> tuple[int, int]:
        """(read end, write end), ours non-blocking."""
        ends = os.pipe()
        near, far = (ends[1], ends[0]) if towards_child else ends
        os.set_blocking(near, False)
        self._near.append(near)
        self._far.append(far)
        return ends

    def order(self) -> tuple[dict[str, Any], list[int]]:
        """The message that makes the zygote fork this sandbox, and the descriptors that go with it."""
        message = {
            "folder": str(self.folder.work),
            "temporary": str(self.folder.temporary),
            "group": str(self.group.folder or ""),
            "readable": list(self.readable),
            "device": self.device,
            "start_tensorflow": self.start_tensorflow,
            "token": self._token.hex(),
        }
        return message, [*self._order, self._far_leash.fileno()]

    def sent(self) -> None:
        """The far ends are the child's now; ours must go, or its end would not be seen."""
        for fd in self._far:
            os.close(fd)
        self._far.clear()
        self._far_leash.close()

    def fits(self, device: Device, readable: Sequence[str]) -> bool:
        """Whether a program for that device and data can run in it.

        One that may use a GPU reaches the GPU's devices, which a program for the CPU must not.
        """
        within = all(any(_is_within(path, root) for root in self.readable) for path in readable)
        return within and (self.device == device or not grants.gpu_is_here())

    def wait_ready(self, seconds: float) -> SandboxReady | None:
        """What it says of itself; None when it has not within ``seconds``. EOFError when it died."""
        if self._ready is not None:
            return self._ready
        readable, _, _ = select.select([self.reports], [], [], seconds)
        if not readable:
            return None
        data = os.read(self.reports, 1 << 16)  # the frame is small: it comes in one piece
        for frame in frames.FrameReader(self._token).feed(data):
            if frame.kind == frames.READY:
                said = frames.decode(frame.payload, Array)
                kept = json.loads(self.leash.recv(4096))
                pid, keeper = int(kept["pid"]), int(kept["keeper"])
                layers = [(str(n), str(s), str(w)) for n, s, w in said["layers"]]
                layers.append(self.group.report(pid))  # seen from here, not told by the sandbox
                self._ready = SandboxReady(pid, keeper, tuple(layers), tuple(map(str, said["gpus"])))
                return self._ready
        raise EOFError

    def command(self, word: str) -> None:
        """Along the leash: stack, interrupt, others, cpu SECONDS, kill.

        A keeper that is gone obeys by being gone.
        """
        try:
            self.leash.send(word.encode())
        except OSError:
            return

    def said_on_stderr(self) -> str:
        """For a sandbox that died before its time: the last words."""
        try:
            return os.read(self.stderr, 1 << 16).decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def discard(self) -> None:
        """Ends whatever still runs in it, waits for that, and removes its folder."""
        self.command("kill")
        if not self._far:
            self.leash.settimeout(15)
            try:
                while self.leash.recv(4096):
                    continue
            except OSError:
                pass  # the keeper is gone or hangs; closing the leash below is the second command
        self.sent()
        self.leash.close()
        for fd in self._near:
            os.close(fd)
        self._near.clear()
        self.group.remove()
        self.folder.remove()


def _is_within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")
