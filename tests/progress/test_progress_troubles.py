"""Kills, full disks, damage, other formats, and several tutors at once."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import pytest

from tftutor.problems import MachineProblem
from tftutor.progress import database, mounts, schema
from tftutor.progress.store import AttemptRecord, ProgressStore

STEP = "session3/softmax-regression/train"
Start = Callable[..., "subprocess.Popen[str]"]
NOW = datetime(2025, 3, 1, 12, 0, tzinfo=timezone.utc)

WRITER = """
    import sys
    from datetime import datetime, timezone
    from pathlib import Path
    from tftutor.progress.store import AttemptRecord, ProgressStore

    state, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with ProgressStore.open(state) as store:
        for number in range(count):
            code = f"{name} {number}\\n" + "x = 1\\n" * 2000
            store.record(AttemptRecord("s/l/" + name, datetime.now(timezone.utc), "failed", code=code))
            print(number, flush=True)
"""


def an_attempt(code: str = "x = 1") -> AttemptRecord:
    return AttemptRecord(STEP, NOW, "passed", code=code)


def mode_and_health(state: Path) -> tuple[str, str]:
    connection = sqlite3.connect(state / "progress.db")
    try:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return mode, connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()


def test_a_kill_at_any_moment_loses_no_recorded_attempt(tmp_path: Path, start: Start) -> None:
    expected: dict[str, int] = {}
    for round_ in range(8):
        writer = start(WRITER, tmp_path, f"writer{round_}", 100_000)
        assert writer.stdout
        acknowledged = [writer.stdout.readline() for _ in range(1 + 3 * round_)]
        time.sleep(0.0007 * round_)  # another place in the writing each time
        writer.kill()
        acknowledged += writer.communicate()[0].splitlines()
        expected[f"s/l/writer{round_}"] = len([line for line in acknowledged if line.strip().isdigit()])
    with ProgressStore.open(tmp_path) as store:
        found = {step: state.attempts for step, state in store.steps().items()}
    assert set(found) == set(expected)
    # One more may be there: recorded, but killed before it could say so.
    assert all(0 <= found[step] - count <= 1 for step, count in expected.items())
    assert mode_and_health(tmp_path)[1] == "ok"


def test_several_tutors_start_and_write_at_once(tmp_path: Path, start: Start) -> None:
    writers = [start(WRITER, tmp_path, f"tutor{n}", 25) for n in range(4)]
    for writer in writers:
        output = writer.communicate()[0]
        assert writer.returncode == 0, output
    with ProgressStore.open(tmp_path) as store:
        assert {s: state.attempts for s, state in store.steps().items()} == {
            f"s/l/tutor{n}": 25 for n in range(4)
        }
    assert mode_and_health(tmp_path) == ("wal", "ok")


def test_a_full_disk_says_so_and_keeps_what_was_there(small_disk: Path) -> None:
    with ProgressStore.open(small_disk) as store:
        store.record(an_attempt("kept"))
        with pytest.raises(MachineProblem, match="full") as caught:
            for _ in range(100):
                store.record(an_attempt("y" * 50_000))
        assert "df -h" in caught.value.next_step
        assert store.attempts()[0].code == "kept"
        before = len(store.attempts())
    with ProgressStore.open(small_disk) as store:
        assert len(store.attempts()) == before
    assert mode_and_health(small_disk)[1] == "ok"


def test_a_disk_full_from_the_start_says_so(small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        (small_disk / "filler").write_bytes(bytes(1 << 20))
    with pytest.raises(MachineProblem, match="full"):
        ProgressStore.open(small_disk / "state")


def test_a_limit_on_file_size_is_like_a_full_disk(tmp_path: Path, start: Start) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt("kept"))
    program = start(
        """
        import resource, sys
        from datetime import datetime, timezone
        from pathlib import Path
        from tftutor.problems import MachineProblem
        from tftutor.progress.store import AttemptRecord, ProgressStore

        with ProgressStore.open(Path(sys.argv[1])) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            try:
                store.record(AttemptRecord("s/l/big", datetime.now(timezone.utc), "passed", "y" * 500_000))
            except MachineProblem as problem:
                print("PROBLEM", problem.sentence)
            print("STILL", [a.code for a in store.attempts()])
        """,
        tmp_path,
    )
    output = program.communicate()[0]
    assert "PROBLEM Your progress could not be written" in output
    assert "full" in output
    assert "STILL ['kept']" in output
    with ProgressStore.open(tmp_path) as store:
        assert [a.code for a in store.attempts()] == ["kept"]


def test_a_folder_that_cannot_be_made_is_a_sentence() -> None:
    with pytest.raises(MachineProblem, match="cannot be kept in /proc/tftutor") as caught:
        ProgressStore.open(Path("/proc/tftutor"))
    assert "XDG_STATE_HOME" in caught.value.next_step


@pytest.mark.parametrize("existing", [True, False])
def test_a_read_only_folder_is_a_sentence(public_folder: Path, start: Start, existing: bool) -> None:
    state = public_folder / "state"
    state.mkdir()
    if existing:
        with ProgressStore.open(state) as store:
            store.record(an_attempt("kept"))
    state.chmod(0o555)
    program = start(
        """
        import os, sys
        from pathlib import Path
        from tftutor.problems import MachineProblem
        from tftutor.progress.store import ProgressStore

        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            ProgressStore.open(Path(sys.argv[1]))
        except MachineProblem as problem:
            print("PROBLEM", problem)
        """,
        state,
    )
    output = program.communicate()[0]
    assert "PROBLEM" in output and "you may not write there" in output and "XDG_STATE_HOME" in output
    state.chmod(0o755)
    if existing:
        with ProgressStore.open(state) as store:
            assert [a.code for a in store.attempts()] == ["kept"]


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_text("my shopping list\n" * 100)
    (tmp_path / "progress.db-wal").write_text("its log")
    with pytest.raises(MachineProblem, match="is kept as") as caught:
        ProgressStore.open(tmp_path)
    (aside,) = tmp_path.glob("progress.damaged-*.db")
    assert Path(f"{aside}-wal").read_text() == "its log"
    assert not (tmp_path / "progress.db-wal").exists()
    assert str(aside) in caught.value.sentence
    assert aside.read_text().startswith("my shopping list")
    with ProgressStore.open(tmp_path) as store:
        assert store.attempts() == []


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for text in ("first", "second"):
        (tmp_path / "progress.db").write_text(text)
        with pytest.raises(MachineProblem):
            ProgressStore.open(tmp_path)
    kept = sorted(path.read_text() for path in tmp_path.glob("progress.damaged-*.db"))
    assert kept == ["first", "second"]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_database_with_a_spoilt_page_is_set_aside(tmp_path: Path, part: float) -> None:
    with ProgressStore.open(tmp_path) as store:
        for _ in range(50):
            store.record(an_attempt("x = 1\n" * 500))
    file = tmp_path / "progress.db"
    data = file.read_bytes()
    place = int(len(data) * part)
    file.write_bytes(data[:place] + b"\xaa" * 8192 + data[place + 8192 :])
    with pytest.raises(MachineProblem, match="damaged"):
        ProgressStore.open(tmp_path)
    assert not file.exists()
    assert len(list(tmp_path.glob("progress.damaged-*.db"))) == 1
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())


def test_damage_that_another_tutor_fixed_meanwhile_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "progress.db").write_text("damaged")

    @contextmanager
    def alone_after_another(state: Path) -> Iterator[None]:
        (state / "progress.db").rename(state / "progress.damaged-by-another.db")
        with ProgressStore.open(state) as another:
            another.record(an_attempt("of the other tutor"))
        yield

    monkeypatch.setattr(database, "_exclusively", alone_after_another)
    with ProgressStore.open(tmp_path) as store:
        assert [a.code for a in store.attempts()] == ["of the other tutor"]


def test_tutors_that_find_damage_together_set_it_aside_once(tmp_path: Path, start: Start) -> None:
    (tmp_path / "progress.db").write_text("not a database, but long enough to look like one" * 50)
    writers = [start(WRITER, tmp_path, f"tutor{n}", 1) for n in range(3)]
    for writer in writers:
        writer.communicate()
    assert len(list(tmp_path.glob("progress.damaged-*.db"))) == 1


def test_a_newer_format_is_refused_and_not_touched(tmp_path: Path, start: Start) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())
    newer_tutor = start(
        """
        import os, sqlite3, sys
        connection = sqlite3.connect(sys.argv[1] + "/progress.db", isolation_level=None)
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("CREATE TABLE of_the_future (x)")
        os._exit(0)  # as if killed, with a part of its work in the log
        """,
        tmp_path,
    )
    newer_tutor.wait()
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert len(before["progress.db-wal"][0]) > 0
    with pytest.raises(MachineProblem, match="newer tftutor"):
        ProgressStore.open(tmp_path)
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert after == before


def test_a_newer_format_that_is_only_in_the_log_is_refused_too(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path):
        other = sqlite3.connect(tmp_path / "progress.db")
        other.execute("PRAGMA user_version = 99")
        with pytest.raises(MachineProblem, match="newer tftutor"):
            ProgressStore.open(tmp_path)
        other.close()


def test_an_older_file_is_brought_to_our_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())

    def add_mood(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE moods (at TEXT)")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, add_mood))
    with ProgressStore.open(tmp_path) as store:
        assert store.attempts() == [an_attempt()]
    connection = sqlite3.connect(tmp_path / "progress.db")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(schema.MIGRATIONS)
    assert connection.execute("SELECT * FROM moods").fetchall() == []
    connection.close()


def test_a_migration_that_stops_half_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())

    def stops(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE attempts")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, stops))
        with pytest.raises(KeyboardInterrupt):
            ProgressStore.open(tmp_path)
    with ProgressStore.open(tmp_path) as store:
        assert store.attempts() == [an_attempt()]


def test_a_new_file_does_without_a_log_where_memory_cannot_be_shared(tmp_path: Path) -> None:
    (tmp_path / "progress.db-shm").mkdir()  # stands where SQLite would put the shared memory
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())
        with ProgressStore.open(tmp_path) as second:
            second.record(an_attempt())
    assert mode_and_health(tmp_path) == ("delete", "ok")
    with ProgressStore.open(tmp_path) as store:
        assert len(store.attempts()) == 2


def test_a_file_moved_to_where_memory_cannot_be_shared_loses_nothing(tmp_path: Path, start: Start) -> None:
    writer = start(WRITER, tmp_path, "writer", 1000)
    assert writer.stdout
    for _ in range(5):
        writer.stdout.readline()
    writer.kill()  # part of it is in the write-ahead log only
    recorded = 5 + len(writer.communicate()[0].splitlines())
    assert (tmp_path / "progress.db-wal").stat().st_size > 0
    (tmp_path / "progress.db-shm").unlink()
    (tmp_path / "progress.db-shm").mkdir()
    with ProgressStore.open(tmp_path) as store:
        assert len(store.attempts()) - recorded in (0, 1)
    assert mode_and_health(tmp_path) == ("delete", "ok")


def test_a_network_disk_gets_no_write_ahead_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())
    assert mode_and_health(tmp_path)[0] == "wal"
    monkeypatch.setattr(database, "is_on_network", lambda folder: True)
    with ProgressStore.open(tmp_path) as store:
        assert store.attempts() == [an_attempt()]
    assert mode_and_health(tmp_path)[0] == "delete"


MOUNTS = """\
22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw
60 22 0:50 / /home rw,relatime shared:30 - nfs4 server:/home rw,vers=4.2
61 60 0:51 / /home/shared\\040files rw - ext4 /dev/sdb rw
62 22 0:52 / /home/local rw - nfs server:/x rw
63 22 0:53 / /home/local rw - ext4 /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/var/lib", False),
        ("/home/ada/.local/state/tftutor", True),
        ("/homeless", False),
        ("/home/shared files/ada", False),
        ("/home/local/ada", False),
    ],
)
def test_the_deepest_and_latest_mount_decides(folder: str, network: bool) -> None:
    assert mounts.is_on_network(Path(folder), MOUNTS) is network


def test_a_busy_file_is_a_sentence_and_not_a_wait_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProgressStore.open(tmp_path):
        other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
        with pytest.raises(MachineProblem, match="busy"):
            ProgressStore.open(tmp_path)
        other.execute("ROLLBACK")
        other.close()


def test_a_new_file_that_another_tutor_is_making_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    soon = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    soon.start()
    with ProgressStore.open(tmp_path) as store:
        store.record(an_attempt())
    soon.join()
    other.close()


def test_other_users_cannot_read_the_progress(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path / "state"):
        assert (tmp_path / "state").stat().st_mode & 0o077 == 0
