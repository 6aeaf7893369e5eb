"""A small data set in MNIST's form, and a web server that can misbehave on demand."""

from __future__ import annotations

import gzip
import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from tftutor.data import DataSets
from tftutor.data.fetch import RetryPolicy
from tftutor.data.readers import ARRAYS, idx_header
from tftutor.data.registry import IDX_FILES, MNIST, DataSet, Release, idx_release

TRAIN, TEST = 2000, 50
HASTY = RetryPolicy(silence=1.0, tries=3, pause=0.01)
Make = Callable[..., DataSets]
ROOT = Path(__file__).resolve().parents[2]


def tiny_idx_files() -> dict[str, bytes]:
    """The four IDX files of a data set of random images, always the same ones."""
    random = np.random.default_rng(0)
    files = {}
    for name, count in zip(IDX_FILES, (TRAIN, TRAIN, TEST, TEST), strict=True):
        shape = (count, 28, 28) if "images" in name else (count,)
        high = 256 if "images" in name else 10
        files[name] = idx_header(shape) + random.integers(0, high, shape, np.uint8).tobytes()
    return files


def packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{name}.gz": gzip.compress(data, 1, mtime=0) for name, data in files.items()}


def tiny_mnist(*bases: str) -> DataSet:
    """MNIST's entry in the registry, for the tiny data set, published at these addresses."""
    files = tiny_idx_files()
    contents = {
        array: f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
        for array, name in zip(ARRAYS, IDX_FILES, strict=True)
    }
    sizes = tuple(len(data) for data in packed(files).values())
    releases: tuple[Release, ...] = (idx_release(sizes, contents, bases),)
    return replace(MNIST, train=TRAIN, test=TEST, contents=contents, releases=releases)


def put_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@dataclass
class Server:
    """Serves ``files`` (path -> bytes) under ``url``; ``requests`` has what was asked, with its Range."""

    url: str
    files: dict[str, bytes]
    requests: list[tuple[str, str]] = field(default_factory=list)
    drop_after: dict[str, list[int]] = field(default_factory=dict)
    """Path -> how many bytes to send before the connection breaks, one number a request."""
    stall: set[str] = field(default_factory=set)
    """Paths after half of which nothing more comes."""
    redirects: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds between pieces."""
    closing: threading.Event = field(default_factory=threading.Event)

    def asked(self, name: str) -> list[str]:
        """The Range headers of the requests for a file."""
        return [span for path, span in self.requests if path.endswith(name)]


class _Handler(BaseHTTPRequestHandler):
    server_state: Server

    def do_GET(self) -> None:
        state = self.server_state
        path = self.path.lstrip("/")
        span = self.headers.get("Range", "")
        state.requests.append((path, span))
        if path in state.redirects:
            self.send_response(302)
            self.send_header("Location", state.redirects[path])
            self.end_headers()
            return
        data = state.files.get(path)
        if data is None:
            self.send_error(404)
            return
        etag = f'"{hashlib.sha256(data).hexdigest()}"'
        start = 0
        if span and self.headers.get("If-Range", etag) == etag:
            start = int(span.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self._send(path, data[start:])

    def _send(self, path: str, data: bytes) -> None:
        state = self.server_state
        drops = state.drop_after.get(path, [])
        end = drops.pop(0) if drops else len(data)
        if path in state.stall:
            self.wfile.write(data[: len(state.files[path]) // 2 - (len(state.files[path]) - len(data))])
            self.wfile.flush()
            state.closing.wait()
            return
        for at in range(0, min(end, len(data)), 20_000):
            self.wfile.write(data[at : min(at + 20_000, end)])
            time.sleep(state.pause)

    def log_message(self, format: str, *args: object) -> None:
        """The tests read `Server.requests` instead."""


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[Server]:
    handler = type("Handler", (_Handler,), {})
    with _QuietServer(("127.0.0.1", 0), handler) as web:
        state = Server(f"http://127.0.0.1:{web.server_port}/", dict(files))
        handler.server_state = state  # type: ignore[attr-defined]
        thread = threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            web.shutdown()
            thread.join()
