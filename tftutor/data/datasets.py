"""The only way to data: `DataSets` finds, fetches, verifies and prepares, or makes a stand-in."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.data import heldout, readers, standins, verify
from tftutor.data.disk import disk_problems, locked, read_json, write_json
from tftutor.data.fetch import RetryPolicy
from tftutor.data.mirrors import fetch_data_set
from tftutor.data.model import (
    DataMissing,
    FetchFailed,
    OnProgress,
    Progress,
    Resolved,
    Split,
    StandIn,
    Status,
    Unsuitable,
    VerifyNote,
    silent,
)
from tftutor.data.prepared import PreparedFolders
from tftutor.data.registry import REGISTRY, DataSet, look_up
from tftutor.data.sources import Found, find
from tftutor.problems import MachineProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REMEMBER_FAILURE_SECONDS = 3600


class DataSets:
    """The data sets of one learner.

    cache     the learner's cache folder; what is kept there can be deleted at any time
    environ   where TFTUTOR_DATA_DIR, TFTUTOR_DATA_MIRROR, TFTUTOR_OFFLINE, KERAS_HOME,
              XDG_DATA_DIRS and HOME are read; the process's own by default
    offline   never try to fetch
    """

    def __init__(
        self,
        cache: Path,
        environ: Mapping[str, str] | None = None,
        *,
        offline: bool = False,
        registry: Mapping[str, DataSet] = REGISTRY,
        patience: RetryPolicy | None = None,
    ) -> None:
        self._cache = Path(cache)
        self._environ = os.environ if environ is None else environ
        self._offline = offline or self._environ.get("TFTUTOR_OFFLINE", "0") not in ("", "0")
        self._registry = registry
        self._patience = patience or RetryPolicy()
        self._prepared = PreparedFolders(self._cache)

    def resolve(
        self,
        name: str,
        *,
        fetch: bool = True,
        stand_in: StandIn = "allow",
        on_progress: OnProgress = silent,
    ) -> Resolved:
        """The data set, ready to be read, from the best source there is.

        UsageProblem: there is no such data set. DataMissing: it is not here and may not be replaced.
        MachineProblem: a named folder holds something else, or the cache cannot be used.
        """
        data_set = look_up(name, self._registry)
        if stand_in == "always":
            return self._stand_in(data_set, "asked for", on_progress)
        known = self._known(data_set)
        if known:
            return known
        real, why = self._real(data_set, fetch, on_progress)
        if real:
            return real
        if stand_in == "never":
            raise DataMissing(
                f"{data_set.title} is not on this machine: {why}.",
                f"Fetch it with `tftutor data fetch {name}`, or put it into a folder and set "
                "TFTUTOR_DATA_DIR to that folder.",
            )
        return self._stand_in(data_set, why, on_progress)

    def fetch(self, name: str, on_progress: OnProgress = silent) -> Resolved:
        """The real data set, fetched if it is not here yet; FetchFailed or MachineProblem otherwise."""
        data_set = look_up(name, self._registry)
        known = self._known(data_set)
        if known:
            return known
        with self._alone(data_set, on_progress):
            found = self._from_files(data_set, on_progress)
            if found:
                return found
            if self._offline:
                raise FetchFailed(
                    f"{data_set.title} is not on this machine, and tftutor was told to stay offline.",
                    "Unset TFTUTOR_OFFLINE, or put the files into a folder and set TFTUTOR_DATA_DIR to it.",
                )
            return self._fetched(data_set, on_progress)

    def held_out(self, resolved: Resolved, split: Split) -> tuple[Path, NDArray[Any]]:
        """Inputs as a `.npy` file, shape (n, height, width[, 3]) uint8, and labels (n,) int64.

        Validation is the first 5,000 training images; test is the whole test set.
        """
        return heldout.held_out(self._cache, resolved, split)

    def status(self) -> list[Status]:
        """What is here, without reading or fetching anything."""
        return [self._status(data_set) for data_set in self._registry.values()]

    def verify(self, name: str, on_progress: OnProgress = silent) -> list[VerifyNote]:
        """Reads every copy of the data set on this machine again, and says what it saw."""
        data_set = look_up(name, self._registry)
        notes = [self._examine(data_set, found, on_progress) for found in self._found(data_set)]
        prepared = self._known(data_set) or self._known_stand_in(data_set)
        if prepared and not self._prepared.intact(prepared):
            notes.append(VerifyNote(
                "error", f"{prepared.folder} was changed after it was made; delete it, and it is made again.",
                prepared.folder,
            ))  # fmt: skip
        elif prepared and prepared.stand_in and not notes:
            notes.append(VerifyNote("warning", f"{data_set.title}: {prepared.origin}.", prepared.folder))
        if not notes:
            notes.append(VerifyNote("warning", f"{data_set.title} is not on this machine."))
        return notes

    # --- finding -------------------------------------------------------------------------------

    def _folder(self, data_set: DataSet) -> Path:
        return self._cache / "fetched" / data_set.name

    def _found(self, data_set: DataSet) -> Iterator[Found]:
        return find(data_set, self._environ, self._folder(data_set))

    def _known(self, data_set: DataSet) -> Resolved | None:
        """The best source's prepared folder if it was made before; needs no lock and writes nothing."""
        for found in self._found(data_set):
            known = self._prepared.known(data_set, found.fingerprint())
            if known:
                return known
            if found.exact:
                return None
        return None

    def _from_files(self, data_set: DataSet, on_progress: OnProgress) -> Resolved | None:
        """Reads, verifies and prepares the first source that is good. Files that are not what they
        say are passed over, except in a folder that the user named: they expect it to be used."""
        for found in self._found(data_set):
            known = self._prepared.known(data_set, found.fingerprint())
            if known:
                return known
            on_progress(Progress("reading", f"{data_set.title} from {found.folder}"))
            try:
                key = found.fingerprint()
                content = readers.read(data_set, found.layout, found.files)
                verified = verify.examine(data_set, found, content)
            except Unsuitable as unsuitable:
                if found.place == "named" and found.exact:
                    raise MachineProblem(
                        f"{unsuitable}.",
                        "Replace it with the published file, or unset TFTUTOR_DATA_DIR.",
                    ) from unsuitable
                continue
            resolved = self._prepared.keep(
                data_set, key, content, stand_in=False,
                origin=verify.origin(data_set, found, verified), on_progress=on_progress,
            )  # fmt: skip
            self._prepared.fingerprint(resolved)
            return resolved
        return None

    def _real(self, data_set: DataSet, fetch: bool, on_progress: OnProgress) -> tuple[Resolved | None, str]:
        """The real data set, or None and why not."""
        began = time.time()
        if next(self._found(data_set), None) is None:
            why = self._why_not_fetch(data_set, fetch)
            if why:
                return None, why
        with self._alone(data_set, on_progress):
            found = self._from_files(data_set, on_progress)
            if found:
                return found, ""
            why = self._why_not_fetch(data_set, fetch, began)
            if why:
                return None, why
            try:
                return self._fetched(data_set, on_progress), ""
            except FetchFailed as failure:
                return None, _no_host_reached(failure)

    @contextmanager
    def _alone(self, data_set: DataSet, on_progress: OnProgress) -> Iterator[None]:
        """Holds the data set's lock, so that two tutors do not fetch or prepare the same thing."""
        with disk_problems(self._cache):
            lock = locked(
                self._cache / "locks" / f"{data_set.name}.lock",
                lambda: on_progress(Progress("waiting", f"{data_set.title}, which another tftutor prepares")),
            )
            with lock:
                yield

    # --- fetching ------------------------------------------------------------------------------

    def _failure(self, data_set: DataSet) -> Path:
        return self._cache / "fetched" / f"{data_set.name}.failed.json"

    def _why_not_fetch(self, data_set: DataSet, fetch: bool, began: float = 0.0) -> str:
        """Why fetching is not to be tried; empty when it is."""
        if self._offline:
            return "tftutor was told to stay offline"
        if not fetch:
            return "it was not fetched"
        failure = read_json(self._failure(data_set))
        same = failure.get("mirror") == self._environ.get("TFTUTOR_DATA_MIRROR", "")
        recent = 0 <= time.time() - failure.get("when", 0) < _REMEMBER_FAILURE_SECONDS
        return str(failure.get("why", "")) if same and recent else ""

    def _fetched(self, data_set: DataSet, on_progress: OnProgress) -> Resolved:
        folder = self._folder(data_set)
        try:
            fetch_data_set(data_set, folder, self._environ, self._patience, on_progress)
        except FetchFailed as failure:
            mirror = self._environ.get("TFTUTOR_DATA_MIRROR", "")
            why = _no_host_reached(failure)
            write_json(self._failure(data_set), {"when": time.time(), "why": why, "mirror": mirror})
            raise
        self._failure(data_set).unlink(missing_ok=True)
        resolved = self._from_files(data_set, on_progress)
        if resolved is None:
            raise FetchFailed(
                f"{data_set.title} was fetched into {folder}, and its content is not usable.",
                f"Delete {folder} and try again.",
            )
        return resolved

    # --- stand-ins -----------------------------------------------------------------------------

    def _known_stand_in(self, data_set: DataSet, why: str = "") -> Resolved | None:
        origin = f"stand-in (generated; {why})" if why else ""
        return self._prepared.known(data_set, standins.key(data_set), origin)

    def _stand_in(self, data_set: DataSet, why: str, on_progress: OnProgress) -> Resolved:
        known = self._known_stand_in(data_set, why)
        if known:
            return known
        with self._alone(data_set, on_progress):
            known = self._known_stand_in(data_set, why)
            if known:
                return known
            content = standins.make(data_set, on_progress)
            resolved = self._prepared.keep(
                data_set, standins.key(data_set), content, stand_in=True,
                origin=f"stand-in (generated; {why})", on_progress=on_progress,
            )  # fmt: skip
            self._prepared.fingerprint(resolved)
            return resolved

    # --- reporting -----------------------------------------------------------------------------

    def _status(self, data_set: DataSet) -> Status:
        def line(state: Any, where: str, size: int, note: str = "") -> Status:
            return Status(data_set.name, data_set.title, state, where, size, data_set.licence, note)

        known = self._known(data_set)
        if known:
            return line("real", str(known.folder), _size(known.folder), known.origin)
        found = next((each for each in self._found(data_set) if each.exact), None)
        if found:
            return line("real", str(found.folder), found.size, "not verified yet")
        stand_in = self._known_stand_in(data_set)
        if stand_in:
            return line("stand-in", str(stand_in.folder), _size(stand_in.folder), stand_in.origin)
        return line("not here", "", data_set.releases[0].size)

    def _examine(self, data_set: DataSet, found: Found, on_progress: OnProgress) -> VerifyNote:
        on_progress(Progress("reading", f"{data_set.title} from {found.folder}"))
        try:
            content = readers.read(data_set, found.layout, found.files)
            verified = verify.examine(data_set, found, content)
        except Unsuitable as unsuitable:
            return VerifyNote("error" if found.exact else "warning", f"{unsuitable}.", unsuitable.file)
        sentence = f"{data_set.title}: {verify.origin(data_set, found, verified)}."
        return VerifyNote("ok" if verified else "warning", sentence, found.folder)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _no_host_reached(failure: FetchFailed) -> str:
    told = any(" answered " in reason or "than the published" in reason for reason in failure.reasons)
    return "no address gave the right data" if told else "no data host could be reached"
