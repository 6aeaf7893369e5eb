"""Fetching a whole data set: the reader's mirrors first, then the publishers, until one has it."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tftutor.data.fetch import Download, RetryPolicy, ServerRefused
from tftutor.data.model import FetchFailed, OnProgress
from tftutor.data.registry import DataSet, Release
from tftutor.problems import UsageProblem


@dataclass(frozen=True)
class _Attempt:
    """One release, all of whose files are below one of these bases."""

    release: Release
    bases: tuple[str, ...]


def mirror_bases(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The base addresses in TFTUTOR_DATA_MIRROR, each ending in "/"."""
    bases = []
    for base in environ.get("TFTUTOR_DATA_MIRROR", "").split(","):
        base = base.strip()
        if not base:
            continue
        if urllib.parse.urlsplit(base).scheme not in ("http", "https"):
            raise UsageProblem(
                f"TFTUTOR_DATA_MIRROR holds {base!r}, which is not an http or https address.",
                "Write one or more base addresses, with commas between them.",
            )
        bases.append(base.rstrip("/") + "/")
    return tuple(bases)


def fetch_data_set(
    data_set: DataSet,
    folder: Path,
    environ: Mapping[str, str],
    patience: RetryPolicy,
    on_progress: OnProgress,
) -> None:
    """Puts the verified files of one release into the folder; FetchFailed when no address has them.

    A mirror holds the files under ``<base>/<data set>/`` or directly under ``<base>/``. The caller
    has the data set's lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reasons: list[str] = []
    unreachable: set[str] = set()
    for attempt in _attempts(data_set, mirror_bases(environ)):
        if _fetch_release(attempt, folder, patience, on_progress, unreachable, reasons):
            return
    first = reasons[0] if reasons else "no address is known."
    raise FetchFailed(
        f"{data_set.title} could not be fetched: {first}",
        f"Try again later with `tftutor data fetch {data_set.name}`, set TFTUTOR_DATA_MIRROR to an address "
        "that has it, or put the files into a folder and set TFTUTOR_DATA_DIR to it.",
        reasons=tuple(reasons),
    )


def _attempts(data_set: DataSet, mirrors: tuple[str, ...]) -> Iterator[_Attempt]:
    for mirror in mirrors:
        for release in data_set.releases:
            yield _Attempt(release, (f"{mirror}{data_set.name}/", mirror))
    for release in data_set.releases:
        for base in release.bases:
            yield _Attempt(release, (base,))


def _fetch_release(
    attempt: _Attempt,
    folder: Path,
    patience: RetryPolicy,
    on_progress: OnProgress,
    unreachable: set[str],
    reasons: list[str],
) -> bool:
    """Whether all files came. Those that did stay, so that the next attempt need not fetch them."""
    for file in attempt.release.files:
        target = folder / file.name
        if target.exists():
            continue
        for base in attempt.bases:
            host = urllib.parse.urlsplit(base).netloc
            if host in unreachable:
                continue
            try:
                Download(base + file.name, file, target, patience, on_progress).run()
                break
            except ServerRefused as refusal:
                reasons.append(f"{refusal}.")
                if refusal.unreachable:
                    unreachable.add(host)
        else:
            return False
    return True
