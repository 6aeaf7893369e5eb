"""The evidence cache: what comes back, what never does, and what trouble leaves behind."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import tftutor
from tftutor.runtime import store as store_module
from tftutor.runtime.evidence import Array, Evidence, ProgramError, StackFrame, Usage
from tftutor.runtime.program import Program, Section
from tftutor.runtime.store import EvidenceStore

HERE = str(Path(tftutor.__file__).parent.parent)


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": HERE},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "cache")


def left_in(cache: Path) -> list[str]:
    """Files in the cache that no entry holds."""
    return [str(p) for p in (cache / "evidence").rglob("*") if ".tmp" in str(p)]


def everything(files: dict[str, Path]) -> Evidence:
    error = ProgramError("ValueError", "no '\x1b[31m' \udc80", (StackFrame("your code", 3, "f", "f(x)"),))
    return Evidence(
        ending="exited",
        sentence="It ended.",
        values={
            "y": Array("float32", (2, 1), b"\0\0\x80?\0\0\0@"),
            "empty": Array("int64", (0, 3), b""),
            "scalar": Array("bool", (), b"\1"),
            "nested": {"list": [1, -2.5, None, True, "text", {"a": Array("uint8", (1,), b"\7")}], "": {}},
            "tagged": {"dict": 1, "array": [1, 2, 3, 4]},
            "pair": (1, [2, ()]),
            "bytes": b"\xff\0",
            "large": [10**400, -(10**6000), math.inf, -math.inf],
            "failed": error,
        },
        output="line\r\n\0",
        errors="ä",
        log="W0000",
        error=error,
        exit_code=3,
        files=files,
        usage=Usage(1.5, 2.5, 300.25),
        device="gpu",
        code="print('\u2028')",
    )


def kept_files(folder: Path) -> dict[str, Path]:
    (folder / "logs" / "train").mkdir(parents=True)
    (folder / "logs" / "empty").mkdir()
    (folder / "logs" / "train" / "events").write_bytes(b"events")
    (folder / "model.keras").write_bytes(bytes(range(256)))
    return {"model.keras": folder / "model.keras", "logs": folder / "logs"}


def test_everything_comes_back(store: EvidenceStore, tmp_path: Path) -> None:
    given = everything(kept_files(tmp_path / "run"))
    key = store.key(code="x")
    saved = store.save(key, given)
    assert saved.files == {name: store.folder(key) / "files" / name for name in ("model.keras", "logs")}
    assert EvidenceStore(tmp_path / "cache").load(key) == saved
    assert {**vars(saved), "files": None} == {**vars(given), "files": None}


def test_kept_files_move_into_the_store(store: EvidenceStore, tmp_path: Path) -> None:
    files = kept_files(tmp_path / "run")
    saved = store.save(store.key(n=1), Evidence("finished", files=files))
    assert not any(path.exists() for path in files.values())
    assert (saved.files["logs"] / "train" / "events").read_bytes() == b"events"
    assert (saved.files["logs"] / "empty").is_dir()
    assert saved.files["model.keras"].read_bytes() == bytes(range(256))


def test_patterns_may_find_a_file_twice(store: EvidenceStore, tmp_path: Path) -> None:
    files = kept_files(tmp_path / "run")
    files["logs/train/events"] = files["logs"] / "train" / "events"
    saved = store.save(store.key(n=1), Evidence("finished", files=files))
    assert saved.files["logs/train/events"].read_bytes() == b"events"
    assert store.load(store.key(n=1)) == saved


def test_nan_stays_nan(store: EvidenceStore) -> None:
    key = store.key(n=1)
    store.save(key, Evidence("finished", values={"loss": math.nan}))
    loaded = store.load(key)
    assert loaded and math.isnan(loaded.values["loss"])


def test_saving_and_loading_needs_no_numpy(tmp_path: Path) -> None:
    program = start(
        """
        import sys
        from pathlib import Path
        from tftutor.runtime.evidence import Array, Evidence
        from tftutor.runtime.store import EvidenceStore
        store = EvidenceStore(Path(sys.argv[1]))
        store.save(store.key(n=1), Evidence("finished", values={"y": Array("uint8", (1,), b"1")}))
        print(store.load(store.key(n=1)).values["y"].data, "numpy" in sys.modules)
        """,
        tmp_path,
    )
    assert program.communicate()[0].split() == ["b'1'", "False"]


def test_what_is_not_data_is_refused(store: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="object"):
        store.save(store.key(n=1), Evidence("finished", values={"y": object()}))
    assert store.load(store.key(n=1)) is None
    assert left_in(tmp_path / "cache") == []


def test_saving_again_replaces(store: EvidenceStore, tmp_path: Path) -> None:
    key = store.key(n=1)
    for number in (1, 2):
        file = tmp_path / "model"
        file.write_text(str(number))
        store.save(key, Evidence("finished", output=str(number), files={"model": file}))
    loaded = store.load(key)
    assert loaded and loaded.output == "2" and loaded.files["model"].read_text() == "2"
    assert left_in(tmp_path / "cache") == []


def test_evidence_of_the_store_may_be_saved_again(store: EvidenceStore, tmp_path: Path) -> None:
    first, second = store.key(n=1), store.key(n=2)
    saved = store.save(first, Evidence("finished", files=kept_files(tmp_path / "run")))
    assert store.save(first, saved) == saved
    store.save(second, saved)
    assert store.load(first) == saved
    other = store.load(second)
    assert other and other.files["model.keras"].read_bytes() == bytes(range(256))


@dataclass(frozen=True)
class Other:
    name: str
    code: str


DIFFERENT = [
    *(0, 1, 1.0, True, "1", None, b"1", Path("1"), "", [], {}, [1], [[1]], {"1": 1}, {1: 1}, {"a": None}),
    *(["a", "b"], ["b", "a"], {"a", "b"}, ["set", "a", "b"], b"a", ["bytes", "a"], math.nan, math.inf),
    *(Section("a", "b"), Section("a", "c"), Other("a", "b"), Program("a"), Program("a", seed=1)),
]


def test_different_parts_have_different_keys(store: EvidenceStore) -> None:
    keys = [store.key(part=part) for part in DIFFERENT] + [store.key(other=1), store.key()]
    assert len(set(keys)) == len(keys)


def test_equal_parts_have_equal_keys_in_every_process(store: EvidenceStore, tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from tftutor.runtime.store import EvidenceStore
        print(EvidenceStore(Path(sys.argv[1])).key(b={"y", "x", "z"}, a=[("1", 2)], c={"m": 1, "n": 2}))
    """
    keys = {start(code, tmp_path).communicate()[0].strip() for _ in range(3)}
    assert keys == {store.key(c={"n": 2, "m": 1}, a=(["1", 2],), b=frozenset("zyx"))}


def test_a_part_that_has_no_lasting_form_is_refused(store: EvidenceStore) -> None:
    with pytest.raises(TypeError, match="object"):
        store.key(part=object())


@pytest.mark.parametrize("key", ["", "../../etc", "A" * 64, "0" * 63])
def test_only_keys_name_entries(store: EvidenceStore, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        store.load(key)


@pytest.mark.parametrize("place", ["record.json", "arrays.bin", "files/model.keras"])
@pytest.mark.parametrize("harm", ["emptied", "cut", "flipped", "gone"])
def test_a_damaged_entry_is_ignored_and_removed(
    store: EvidenceStore, tmp_path: Path, place: str, harm: str
) -> None:
    key = store.key(n=1)
    store.save(key, everything(kept_files(tmp_path / "run")))
    file = store.folder(key) / place
    data = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        file.write_bytes({"emptied": b"", "cut": data[:-1], "flipped": flipped}[harm])
    assert store.load(key) is None
    assert not store.folder(key).exists()
    assert left_in(tmp_path / "cache") == []


@pytest.mark.parametrize("record", ["[]", "null", '{"format": 1}', "[" * 100_000, '{"format": 99}', "\x00"])
def test_a_record_of_another_kind_is_ignored(store: EvidenceStore, record: str) -> None:
    key = store.key(n=1)
    store.save(key, Evidence("finished"))
    (store.folder(key) / "record.json").write_text(record)
    assert store.load(key) is None


def test_nothing_is_there_before_it_is_saved(store: EvidenceStore, tmp_path: Path) -> None:
    assert store.load(store.key(n=1)) is None
    assert not (tmp_path / "cache").exists()


def test_the_cache_may_be_deleted_at_any_time(store: EvidenceStore, tmp_path: Path) -> None:
    key = store.key(n=1)
    store.save(key, Evidence("finished"))
    subprocess.run(["rm", "-rf", str(tmp_path / "cache")], check=True)
    assert store.load(key) is None
    store.save(key, Evidence("finished", output="again"))
    loaded = store.load(key)
    assert loaded and loaded.output == "again"


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path, largest_bytes=40_000)

    def save(number: int) -> None:
        store.save(
            store.key(n=number), Evidence("finished", values={"a": Array("uint8", (9000,), bytes(9000))})
        )

    for number in range(4):
        save(number)
        os.utime(store.folder(store.key(n=number)) / "record.json", (1000 + number,) * 2)
    assert store.load(store.key(n=0))  # used again
    save(4)
    save(5)
    assert [n for n in range(6) if store.load(store.key(n=n))] == [0, 3, 4, 5]


def test_what_is_larger_than_the_store_is_not_saved(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "cache", largest_bytes=10_000)
    files = kept_files(tmp_path / "run")
    given = Evidence("finished", values={"a": Array("uint8", (20_000,), bytes(20_000))}, files=files)
    assert store.save(store.key(n=1), given) == given
    assert files["model.keras"].exists()
    assert left_in(tmp_path / "cache") == []


def test_a_full_disk_gives_the_evidence_back_as_it_was(tmp_path: Path) -> None:
    program = start(
        """
        import resource, sys
        from pathlib import Path
        from tftutor.runtime.evidence import Array, Evidence
        from tftutor.runtime.store import EvidenceStore
        store, file = EvidenceStore(Path(sys.argv[1]) / "cache"), Path(sys.argv[1]) / "model"
        file.write_text("model")
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        values = {"a": Array("uint8", (200_000,), bytes(200_000))}
        given = Evidence("finished", values=values, files={"m": file})
        print(store.save(store.key(n=1), given) is given, file.read_text(), store.load(store.key(n=1)))
        """,
        tmp_path,
    )
    assert program.communicate()[0].split() == ["True", "model", "None"]
    assert left_in(tmp_path / "cache") == []


def test_a_cache_that_cannot_be_made_gives_the_evidence_back(tmp_path: Path) -> None:
    store = EvidenceStore(Path("/proc/tftutor"))
    given = Evidence("finished", files=kept_files(tmp_path / "run"))
    assert store.save(store.key(n=1), given) is given
    assert given.files["model.keras"].exists()
    assert store.load(store.key(n=1)) is None


@pytest.mark.parametrize("name", ["../escape", "/escape", ""])
def test_a_file_name_that_leads_out_is_not_kept(store: EvidenceStore, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    given = Evidence("finished", files={name: tmp_path / "file"})
    assert store.save(store.key(n=1), given) is given


def test_a_link_is_not_followed_into_the_store(store: EvidenceStore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password")
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "link").symlink_to(tmp_path / "secret")
    given = Evidence("finished", files={"logs": tmp_path / "logs"})
    assert store.save(store.key(n=1), given) is given
    assert (tmp_path / "logs" / "link").is_symlink()
    assert left_in(tmp_path / "cache") == []


WRITER = """
    import itertools, sys
    from pathlib import Path
    from tftutor.runtime.evidence import Array, Evidence
    from tftutor.runtime.store import EvidenceStore
    cache, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    store = EvidenceStore(cache)
    for number in range(count):
        file = cache / f"{name}.model"
        file.write_text(name * 20_000)
        values = {"a": Array("uint8", (100_000,), name.encode() * 100_000)}
        evidence = Evidence("finished", output=name, values=values, files={"m": file})
        store.save(store.key(n=number % 3), evidence)
        print(number, flush=True)
"""


def whole(evidence: Evidence) -> bool:
    name = evidence.output
    return bool(evidence.values["a"].data == name.encode() * 100_000)


def test_a_kill_leaves_whole_entries_or_none(store: EvidenceStore, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    for round_ in range(5):
        writer = start(WRITER, tmp_path / "cache", "abcde"[round_], 100_000)
        assert writer.stdout
        for _ in range(1 + 5 * round_):
            writer.stdout.readline()
        writer.kill()
        writer.communicate()
        for number in range(3):
            loaded = store.load(store.key(n=number))
            assert loaded is None or whole(loaded)
    assert store.load(store.key(n=0))


def test_processes_may_save_and_load_the_same_entries(store: EvidenceStore, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    writers = [start(WRITER, tmp_path / "cache", name, 30) for name in "ab"]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        loaded = store.load(store.key(n=seen % 3))
        assert loaded is None or whole(loaded)
        seen += 1
    for writer in writers:
        output = writer.communicate()[0]
        assert writer.returncode == 0, output
    assert left_in(tmp_path / "cache") == []


def test_an_entry_replaced_while_it_is_read_is_read_again(
    store: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = store.key(n=1)
    store.save(key, Evidence("finished", output="old"))
    read = store_module._read_entry

    def read_a_mixture(folder: Path) -> Evidence:
        monkeypatch.setattr(store_module, "_read_entry", read)
        store.save(key, Evidence("finished", output="new"))
        raise ValueError("half old, half new")

    monkeypatch.setattr(store_module, "_read_entry", read_a_mixture)
    loaded = store.load(key)
    assert loaded and loaded.output == "new"


def test_threads_may_save_the_same_entry(store: EvidenceStore, tmp_path: Path) -> None:
    key = store.key(n=1)

    def work(name: str) -> None:
        for _ in range(20):
            store.save(key, Evidence("finished", output=name))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, "abcd"))
    loaded = store.load(key)
    assert loaded and loaded.output in "abcd"
    assert left_in(tmp_path / "cache") == []
