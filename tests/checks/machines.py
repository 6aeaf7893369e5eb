"""Looks at this machine, as a task's checks take them: real folders, real servers, real environments."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tftutor.checks import KINDS, Machine, MachineCheck
from tftutor.checks.base import CheckResult


def machine_check(kind: str, **settings: Any) -> MachineCheck:
    """A check as an author writes it."""
    check = KINDS[kind].model_validate(settings)
    assert isinstance(check, MachineCheck)
    return check


def look(workspace: Path, kind: str, *, python: str | None = None, **settings: Any) -> CheckResult:
    """What the check sees on this machine now."""
    return machine_check(kind, **settings).look(Machine.here(workspace, python))


@contextmanager
def server(answers: dict[str, str], host: str = "127.0.0.1", elsewhere: int = 404) -> Iterator[int]:
    """An HTTP server that answers JSON at these paths and with ``elsewhere`` at all others; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path, "").encode()
            self.send_response(200 if body else elsewhere)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer((host, 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield listening.server_address[1]
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
