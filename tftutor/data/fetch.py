"""Fetching one file: with progress, resumed where it broke off, never half in place.

A download grows in ``<file>.part``, with ``<file>.part.json`` saying which version of which address
it is; once whole and verified it is renamed. A part survives any kill and is continued next time.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tftutor.data.digests import matches, of_file, of_packed
from tftutor.data.disk import full, read_json, write_json
from tftutor.data.model import OnProgress, Progress, Unsuitable
from tftutor.data.registry import RemoteFile
from tftutor.problems import MachineProblem

_CHUNK = 1 << 16
_TIMES_LARGER = 2  # a mirror's own gzip wrapping may be larger than the publisher's
_PACKED_LIMIT = 100_000_000


@dataclass(frozen=True)
class RetryPolicy:
    """How long to bear with a server. ``silence``: seconds without a connection or a byte."""

    silence: float = 10.0
    tries: int = 4
    pause: float = 0.5


class ServerRefused(Exception):
    """This address did not give the file. ``unreachable``: nor will the host give another."""

    def __init__(self, sentence: str, *, unreachable: bool = False) -> None:
        super().__init__(sentence)
        self.unreachable = unreachable


class _ConnectionLost(Exception):
    """The connection ended or fell silent; trying again may help."""

    def __init__(self, reason: str, *, silent: bool = False) -> None:
        super().__init__(reason)
        self.silent = silent


@dataclass(frozen=True)
class Download:
    """One file from one address into one place."""

    address: str
    file: RemoteFile
    target: Path
    patience: RetryPolicy
    on_progress: OnProgress

    @property
    def part(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def part_state(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part.json")

    @property
    def limit(self) -> int:
        return self.file.size * (_TIMES_LARGER if self.file.packed else 1) + (1 << 16)

    def run(self) -> None:
        """Fetches, verifies, renames into place. Refused with the reason; OSError of the disk."""
        if read_json(self.part_state).get("address") != self.address:
            self._discard()  # begun at another address, which may have another version
        resumed = self.part.exists()
        try:
            self._transfer()
        except (OSError, MachineProblem):
            self._discard()  # on a full disk others need the room more than we the part
            raise
        if not self._verified() and resumed:
            # The part was perhaps of another version: once more, from the start.
            self._discard()
            self._transfer()
        if not self.part.exists() or not self._verified():
            self._discard()
            raise ServerRefused(f"{self.address} gave other bytes than the published {self.file.name}")
        with open(self.part, "rb") as file:
            os.fsync(file.fileno())
        self.part.replace(self.target)
        self.part_state.unlink(missing_ok=True)

    def _transfer(self) -> None:
        barren = silences = 0  # tries in a row that brought no byte; silences in all
        while True:
            before = self._have()
            try:
                self._one_request(before)
                return
            except _ConnectionLost as error:
                gained = self._have() > before
                barren = 0 if gained else barren + 1
                silences += error.silent
                too_silent = error.silent and (not gained or silences > 1)
                if barren >= self.patience.tries or too_silent:
                    raise ServerRefused(f"{self.address} {error}", unreachable=error.silent) from error
            time.sleep(self.patience.pause * 2**barren)

    def _one_request(self, have: int) -> None:
        request = urllib.request.Request(self.address, headers={"Accept-Encoding": "identity", **_AGENT})
        state = read_json(self.part_state)
        if have:
            request.add_header("Range", f"bytes={have}-")
            if state.get("version"):
                request.add_header("If-Range", state["version"])
        with self._open(request, have) as response:
            self._receive(response, have if _continues(response, have) else 0)

    def _open(self, request: urllib.request.Request, have: int) -> http.client.HTTPResponse:
        host = urllib.parse.urlsplit(self.address).hostname or ""
        if not urllib.request.getproxies():
            _resolve(host, self.patience.silence)
        try:
            response: http.client.HTTPResponse = _opener().open(request, timeout=self.patience.silence)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416 and have:
                self._discard()
                raise _ConnectionLost("could not continue the download") from error
            if error.code >= 500 or error.code == 429:
                raise _ConnectionLost(f"answered {error.code} ({error.reason})") from error
            raise ServerRefused(f"{self.address} answered {error.code} ({error.reason})") from error
        except urllib.error.URLError as error:
            raise self._unreached(error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreached(error) from error
        return response

    def _unreached(self, reason: object) -> Exception:
        if isinstance(reason, TimeoutError):
            return _ConnectionLost(f"was silent for {self.patience.silence:g} seconds", silent=True)
        if isinstance(reason, (ssl.SSLError, socket.gaierror, ConnectionRefusedError)):
            return ServerRefused(f"{self.address} could not be reached ({_words(reason)})", unreachable=True)
        if isinstance(reason, (ConnectionError, http.client.HTTPException)):
            return _ConnectionLost("broke off the connection")
        return ServerRefused(f"{self.address} could not be reached ({_words(reason)})", unreachable=True)

    def _receive(self, response: http.client.HTTPResponse, have: int) -> None:
        length = response.headers.get("Content-Length", "")
        total = have + int(length) if length.isdigit() else 0
        if total > self.limit:
            raise ServerRefused(
                f"{self.address} offers {total:,} bytes where {self.file.size:,} are expected"
            )
        if shutil.disk_usage(self.part.parent).free < total - have:
            raise full(self.part.parent, total - have)
        write_json(self.part_state, {"address": self.address, "version": _version(response.headers)})
        # Unbuffered: a failing disk speaks at once, and not again when the file is closed.
        with open(self.part, "r+b" if have else "wb", buffering=0) as file:
            file.truncate(have)
            file.seek(have)
            while piece := self._piece(response):
                have += len(piece)
                if have > self.limit:
                    raise ServerRefused(
                        f"{self.address} sends more than the {self.file.size:,} bytes expected"
                    )
                _write_all(file.write, piece)
                self.on_progress(Progress("fetching", self.file.name, have, total))
        if have < total:
            raise _ConnectionLost(f"broke off after {have:,} of {total:,} bytes")

    def _piece(self, response: http.client.HTTPResponse) -> bytes:
        try:
            return response.read1(_CHUNK)
        except TimeoutError as error:
            raise _ConnectionLost(f"was silent for {self.patience.silence:g} seconds", silent=True) from error
        except (ConnectionError, ssl.SSLError, http.client.HTTPException) as error:
            raise _ConnectionLost("broke off the connection") from error

    def _verified(self) -> bool:
        pieces = of_packed(self.part, _PACKED_LIMIT) if self.file.packed else of_file(self.part)
        try:
            return matches(self.file.digest, pieces)
        except Unsuitable:
            return False

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _discard(self) -> None:
        self.part.unlink(missing_ok=True)
        self.part_state.unlink(missing_ok=True)


_AGENT = {"User-Agent": "tftutor"}


def _opener() -> urllib.request.OpenerDirector:
    """An opener without "file:" and "ftp:": neither an address nor a redirect may lead there."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.UnknownHandler(), urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _continues(response: http.client.HTTPResponse, have: int) -> bool:
    """Whether the answer continues where we are, rather than starting again."""
    return response.status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def _version(headers: Message) -> str:
    """What If-Range may compare: a strong ETag, else the date of change."""
    etag = str(headers.get("ETag") or "")
    if etag and not etag.startswith("W/"):
        return etag
    return str(headers.get("Last-Modified") or "")


def _write_all(write: Callable[[bytes], int | None], piece: bytes) -> None:
    while piece:
        piece = piece[write(piece) or 0 :]


def _resolve(host: str, seconds: float) -> None:
    """Looks the host up, with a time limit that the system's resolver does not offer."""
    failure: list[OSError] = []

    def look_up() -> None:
        try:
            socket.getaddrinfo(host, None)
        except OSError as error:
            failure.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise ServerRefused(
            f"The name {host} could not be looked up in {seconds:g} seconds", unreachable=True
        )
    if failure:
        raise ServerRefused(
            f"The name {host} could not be looked up ({_words(failure[0])})", unreachable=True
        )


def _words(reason: object) -> str:
    text = getattr(reason, "strerror", None) or str(reason)
    return text[:1].lower() + text[1:]
