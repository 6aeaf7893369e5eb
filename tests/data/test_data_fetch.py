"""Fetching from servers that behave and servers that do not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from data_support import IDX_FILES, ROOT, Make, Server, packed, put_files, serving, tiny_idx_files

from tftutor.data import DataMissing, FetchFailed, Progress
from tftutor.problems import MachineProblem, UsageProblem

IMAGES = "train-images-idx3-ubyte.gz"
FILES = packed(tiny_idx_files())


def fetched(cache: Path) -> dict[str, bytes]:
    """Every file that was fetched or is being fetched."""
    return {file.name: file.read_bytes() for file in (cache / "fetched").rglob("*") if file.is_file()}


def test_a_data_set_is_fetched_and_says_so(datasets: Make, server: Server) -> None:
    resolved = datasets(server.url).resolve("mnist")
    assert not resolved.stand_in
    assert "real MNIST" in resolved.origin
    images = np.load(resolved.folder / "x_train.npy")
    assert images.tobytes() == tiny_idx_files()[IDX_FILES[0]][16:]


def test_progress_goes_up_to_the_whole_file(datasets: Make, server: Server) -> None:
    told: list[Progress] = []
    datasets(server.url).fetch("mnist", told.append)
    of_images = [step for step in told if step.doing == "fetching" and step.what == IMAGES]
    assert [step.done for step in of_images] == sorted(step.done for step in of_images)
    assert of_images[-1].done == of_images[-1].total == len(FILES[IMAGES])


def test_what_is_fetched_is_not_fetched_again(datasets: Make, server: Server) -> None:
    first = datasets(server.url).resolve("mnist")
    again = datasets(server.url).resolve("mnist")
    assert again == first
    assert len(server.requests) == len(FILES)


def test_a_dropped_connection_is_continued_where_it_broke(datasets: Make, server: Server) -> None:
    server.drop_after[IMAGES] = [100_000, 300_000]
    datasets(server.url).fetch("mnist")
    assert server.asked(IMAGES) == ["", "bytes=100000-", "bytes=400000-"]


def test_a_file_that_changed_in_between_is_fetched_again(
    datasets: Make, server: Server, tmp_path: Path
) -> None:
    right, server.files[IMAGES] = server.files[IMAGES], b"another version" * 60_000
    server.drop_after[IMAGES] = [100_000, 0, 0, 0, 0]
    with pytest.raises(FetchFailed):
        datasets(server.url).fetch("mnist")
    assert f"{IMAGES}.part" in fetched(tmp_path / "cache")
    server.files[IMAGES] = right
    server.drop_after.clear()
    assert not datasets(server.url).fetch("mnist").stand_in


def test_wrong_bytes_are_refused_with_file_and_address(
    datasets: Make, server: Server, tmp_path: Path
) -> None:
    server.files[IMAGES] = FILES[IMAGES][:-4000] + bytes(4000)
    with pytest.raises(FetchFailed) as failure:
        datasets(server.url).fetch("mnist")
    assert IMAGES in str(failure.value)
    assert server.url in str(failure.value)
    assert not [name for name in fetched(tmp_path / "cache") if name.startswith(IMAGES)]


def test_more_bytes_than_published_are_refused(datasets: Make, server: Server, tmp_path: Path) -> None:
    server.files[IMAGES] = bytes(10_000_000)
    with pytest.raises(FetchFailed, match="10,000,000 bytes"):
        datasets(server.url).fetch("mnist")
    assert not [name for name in fetched(tmp_path / "cache") if name.startswith(IMAGES)]


def test_a_missing_file_is_reported_and_the_next_address_asked(datasets: Make, server: Server) -> None:
    with serving({}) as empty:
        resolved = datasets(empty.url, server.url).fetch("mnist")
        assert not resolved.stand_in
        with pytest.raises(FetchFailed, match="answered 404"):
            datasets(empty.url, cache=resolved.folder / "elsewhere").fetch("mnist")


def test_a_silent_server_is_given_up_and_the_next_asked(
    datasets: Make, server: Server, tmp_path: Path
) -> None:
    with serving(FILES) as silent:
        silent.stall.add(IMAGES)
        assert not datasets(silent.url, server.url).fetch("mnist").stand_in
        with pytest.raises(FetchFailed, match="was silent for 1 seconds"):
            datasets(silent.url, cache=tmp_path / "another").fetch("mnist")


def test_mirrors_are_asked_first(datasets: Make, server: Server) -> None:
    with serving({f"data/mnist/{name}": data for name, data in FILES.items()}) as mirror:
        datasets(server.url, TFTUTOR_DATA_MIRROR=f"{mirror.url}data").fetch("mnist")
        assert len(mirror.requests) == len(FILES)
        assert not server.requests


def test_a_mirror_that_is_no_web_address_is_named(datasets: Make) -> None:
    with pytest.raises(UsageProblem, match="file:///etc"):
        datasets(TFTUTOR_DATA_MIRROR="file:///etc").fetch("mnist")


def test_a_redirect_to_a_local_file_is_not_followed(datasets: Make, server: Server, tmp_path: Path) -> None:
    local = tmp_path / "local.gz"
    local.write_bytes(FILES[IMAGES])
    server.redirects[IMAGES] = local.as_uri()
    with pytest.raises(FetchFailed):
        datasets(server.url).fetch("mnist")


def test_without_any_host_a_stand_in_serves_and_nobody_waits_again(datasets: Make) -> None:
    with serving({}) as gone:
        address = gone.url
    resolved = datasets(address).resolve("mnist")
    assert resolved.stand_in
    assert resolved.origin == "stand-in (generated; no data host could be reached)"
    with serving(FILES) as other:
        # The failure is remembered for a while: nothing is asked, unless explicitly.
        assert datasets(other.url).resolve("mnist").stand_in
        assert not other.requests
        assert not datasets(other.url).fetch("mnist").stand_in
        assert not datasets(other.url).resolve("mnist").stand_in


def test_another_mirror_is_a_reason_to_try_again(datasets: Make, server: Server) -> None:
    assert datasets().resolve("mnist").stand_in
    assert not datasets(TFTUTOR_DATA_MIRROR=server.url).resolve("mnist").stand_in


def test_offline_nothing_is_asked(datasets: Make, server: Server) -> None:
    offline = datasets(server.url, TFTUTOR_OFFLINE="1")
    assert offline.resolve("mnist").stand_in
    with pytest.raises(DataMissing, match="not on this machine: tftutor was told to stay offline"):
        offline.resolve("mnist", stand_in="never")
    with pytest.raises(FetchFailed, match="offline"):
        offline.fetch("mnist")
    assert not server.requests


SCRIPT = """
import json, sys
sys.path[:0] = [{root!r}, {here!r}]
from pathlib import Path
from data_support import HASTY, tiny_mnist
from tftutor.data import DataSets
from tftutor.problems import Problem
{before}
datasets = DataSets(Path({cache!r}), {environ!r}, registry={{"mnist": tiny_mnist({url!r})}}, patience=HASTY)
try:
    resolved = datasets.fetch("mnist")
    print(json.dumps({{"stand_in": resolved.stand_in, "digest": resolved.digest}}))
except Problem as problem:
    print(json.dumps({{"problem": type(problem).__name__, "sentence": str(problem)}}))
"""


def start(cache: Path, url: str, environ: dict[str, str], before: str = "") -> subprocess.Popen[str]:
    """Another tutor that fetches the tiny data set."""
    here = str(Path(__file__).parent)
    script = SCRIPT.format(
        root=str(ROOT), here=here, cache=str(cache), environ=environ, url=url, before=before
    )
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_two_tutors_at_once_make_one_download(bare: dict[str, str], server: Server, tmp_path: Path) -> None:
    server.pause = 0.02
    tutors = [start(tmp_path / "cache", server.url, bare) for _ in range(2)]
    answers = [json.loads(tutor.communicate(timeout=60)[0]) for tutor in tutors]
    assert answers[0] == answers[1]
    assert answers[0]["stand_in"] is False
    assert sorted(path for path, _ in server.requests) == sorted(FILES)


def test_a_killed_download_is_continued(
    datasets: Make, bare: dict[str, str], server: Server, tmp_path: Path
) -> None:
    server.pause = 0.05
    cache = tmp_path / "cache"
    part = cache / "fetched" / "mnist" / f"{IMAGES}.part"
    tutor = start(cache, server.url, bare)
    while tutor.poll() is None and not (part.exists() and part.stat().st_size > 200_000):
        time.sleep(0.01)
    tutor.send_signal(signal.SIGKILL)
    tutor.communicate()
    assert not (cache / "fetched" / "mnist" / IMAGES).exists()
    server.pause = 0
    have = part.stat().st_size
    assert not datasets(server.url).fetch("mnist").stand_in
    assert server.asked(IMAGES) == ["", f"bytes={have}-"]


def test_a_full_disk_is_reported_and_leaves_nothing(
    bare: dict[str, str], server: Server, tmp_path: Path
) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
    tutor = start(tmp_path / "cache", server.url, bare, limit)
    answer = json.loads(tutor.communicate(timeout=60)[0])
    assert answer["problem"] == "MachineProblem"
    assert "no space left" in answer["sentence"]
    left = [file for file in (tmp_path / "cache").rglob("*") if file.is_file() and file.stat().st_size]
    assert not left


def test_a_full_disk_while_preparing_leaves_nothing_there(bare: dict[str, str], tmp_path: Path) -> None:
    folder = put_files(tmp_path / "named" / "mnist", tiny_idx_files())
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
    tutor = start(tmp_path / "cache", "", bare | {"TFTUTOR_DATA_DIR": str(folder.parent)}, limit)
    answer = json.loads(tutor.communicate(timeout=60)[0])
    assert "no space left" in answer["sentence"]
    assert not list((tmp_path / "cache" / "prepared").iterdir())


def test_a_cache_that_is_a_file_is_reported(datasets: Make, server: Server, tmp_path: Path) -> None:
    cache = tmp_path / "not-a-folder"
    cache.write_text("")
    with pytest.raises(MachineProblem, match="XDG_CACHE_HOME"):
        datasets(server.url, cache=cache).resolve("mnist")


def test_a_cache_that_may_not_be_written_is_reported(bare: dict[str, str], server: Server) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        cache.chmod(0o555)
        # Root may write anywhere, so root's tutor becomes somebody else first.
        become = "import numpy.random, os; os.geteuid() or os.setuid(65534)"
        answer = json.loads(start(cache, server.url, bare, become).communicate(timeout=60)[0])
        cache.chmod(0o755)
    assert answer["problem"] == "MachineProblem"
    assert "cannot be written to" in answer["sentence"]
    assert "XDG_CACHE_HOME" in answer["sentence"]
