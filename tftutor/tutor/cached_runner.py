"""Runs programs, or finds that the same program has run before.

Evidence is kept by the content of everything that could change it: code, prelude, probes, files,
data sets, seed, device, limits and the interpreter's packages. Only endings that would come out the
same again are kept; a timeout is not one of them.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tftutor.runtime import Cancel, Runtime, Snapshots
from tftutor.runtime.events import Event
from tftutor.runtime.evidence import Evidence
from tftutor.runtime.folders import Root
from tftutor.runtime.program import Program
from tftutor.runtime.store import EvidenceStore
from tftutor.runtime.versions import installed_versions

_REPEATABLE = ("finished", "exited", "error")
EventHandler = Callable[[Event], None]


def ignore(_event: Event) -> None:
    """An event handler for those who do not listen."""


@dataclass(frozen=True)
class RunResult:
    """The evidence of one program, and whether it had to run for it."""

    evidence: Evidence
    reused: bool


class CachedRunner:
    """Where programs become evidence. Several threads may use it; equal programs run once."""

    def __init__(self, runtime: Runtime, store: EvidenceStore, *, scratch: Path, python: Path) -> None:
        self._runtime = runtime
        self._python = python
        self._store = store
        self._scratch = scratch
        self._root: Root | None = None
        self._folders = itertools.count(1)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()

    def run(
        self,
        program: Program,
        *,
        data_digests: Mapping[str, str],
        on_event: EventHandler = ignore,
        cancel: Cancel | None = None,
        fresh: bool = False,
        snapshots: Snapshots | None = None,
    ) -> RunResult:
        """The evidence of ``program``. ``fresh`` runs it even if an equal one ran before."""
        key = self._key(program, data_digests)
        with self._lock:
            lock = self._locks[key]
        with lock:
            if not fresh:
                known = self._store.load(key)
                if known is not None:
                    return RunResult(replace(known, code=program.code), reused=True)
            evidence = self._runtime.run(
                program, on_event=on_event, cancel=cancel, keep_in=self.new_folder(), snapshots=snapshots
            )
            if evidence.ending in _REPEATABLE:
                evidence = self._store.save(key, evidence)
            return RunResult(replace(evidence, code=program.code), reused=False)

    def close(self) -> None:
        """Removes the files of runs whose evidence could not be kept; until now they could be looked at."""
        with self._lock:
            root, self._root = self._root, None
        if root is not None:
            root.close()

    def warm_up(self) -> None:
        """Starts TensorFlow ahead of the first run; returns at once. MachineProblem without Python."""
        self._runtime.start()

    def cool_down(self) -> None:
        """Keeps no TensorFlow ready for a next run; runs that go on go on."""
        self._runtime.cool_down()

    def gpus(self) -> tuple[str, ...]:
        """The GPUs that TensorFlow can use here. Starts TensorFlow if it has not started yet."""
        return self._runtime.facts().gpus

    def new_folder(self) -> Path:
        """A place, not made yet, for files of one run. It goes when the tutor ends, however that is."""
        with self._lock:
            self._root = self._root or Root(self._scratch)
            return self._root.path / f"kept-{next(self._folders)}"

    def _key(self, program: Program, data_digests: Mapping[str, str]) -> str:
        return self._store.key(
            code=program.code,
            name=program.name,
            prelude=[asdict(s) for s in program.prelude],
            probes=[{"name": p.name, "source": p.source, "params": dict(p.params)} for p in program.probes],
            files={name: digest_of(path) for name, path in program.files.items()},
            keep=list(program.keep),
            data=dict(data_digests),
            seed=program.seed,
            device=program.device,
            limits=asdict(program.limits),
            packages=installed_versions(self._python),
        )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, or of all names and contents below a folder."""
    sha = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file()):
        sha.update(str(file.relative_to(path)).encode() + b"\0")
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                sha.update(block)
    return sha.hexdigest()
