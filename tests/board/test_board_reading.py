"""Event files read as data that nobody vouches for."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from event_files import WRITER, packed, simple

from tftutor.board import Log, event_files, read
from tftutor.board.records import masked_crc
from tftutor.runtime import Program, Runtime

NAME = "events.out.tfevents.1.host"


@pytest.fixture(scope="module")
def folder(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What TensorFlow itself writes."""
    evidence = runtime.run(Program(code=WRITER, keep=("logs",)), keep_in=tmp_path_factory.mktemp("log"))
    assert evidence.completed, evidence.errors
    return evidence.files["logs"]


@pytest.fixture(scope="module")
def log(folder: Path) -> Log:
    return read(folder)


def written(tmp_path: Path, data: bytes) -> Log:
    (tmp_path / NAME).write_bytes(data)
    return read(tmp_path)


def test_curves_of_tensorflow_2(log: Log) -> None:
    assert [point.step for point in log.scalars["loss"]] == list(range(0, 100, 10))
    assert log.scalars["loss"][1].value == pytest.approx(2.3 / 11)
    assert log.scalars["error"][0].value == 0.5
    assert log.scalars["loss"][0].time > 1e9


def test_curves_of_tensorflow_1(log: Log) -> None:
    assert [point.value for point in log.scalars["old"]] == [0.0, 0.5, 1.0]


def test_pictures_of_both(log: Log) -> None:
    assert [(image.width, image.height) for image in log.images["digits"]] == [(20, 28)] * 4
    assert log.images["digits"][0].data.startswith(b"\x89PNG")
    assert len(log.images["old_digits/image/0"]) == 3


def test_graphs_of_both(log: Log) -> None:
    operations = [graph.operations for graph in log.graphs]
    assert any("MatMul" in found for found in operations)
    assert any("x" in graph.nodes for graph in log.graphs)


def test_histograms_and_texts(log: Log) -> None:
    assert log.histograms == {"weights": 1}
    assert log.texts == {"note": ("hello",)}
    assert log.problems == ()


def test_a_folder_that_is_not_there_is_an_empty_log(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == Log()


def test_scalars_in_packed_tensors(tmp_path: Path) -> None:
    assert written(tmp_path, packed("a", 3, 0.25)).scalars["a"][0].value == 0.25


def test_points_come_in_order_of_step(tmp_path: Path) -> None:
    log = written(tmp_path, simple("a", 2, 2.0) + simple("a", 1, 1.0))
    assert [point.step for point in log.scalars["a"]] == [1, 2]


@pytest.mark.parametrize("lost", [1, 4, 5, 20, 30])
def test_a_last_record_that_is_cut_short_is_left_out_quietly(tmp_path: Path, lost: int) -> None:
    log = written(tmp_path, (simple("a", 1, 1.0) + simple("a", 2, 2.0))[:-lost])
    assert [point.step for point in log.scalars["a"]] == [1]
    assert log.problems == ()


def test_garbage_is_a_sentence_and_nothing_more(tmp_path: Path) -> None:
    log = written(tmp_path, random.Random(0).randbytes(1000))
    assert log.scalars == {}
    assert "is damaged" in log.problems[0]


def test_a_flipped_bit_ends_the_reading_there(tmp_path: Path) -> None:
    data = bytearray(simple("a", 1, 1.0) + simple("a", 2, 2.0) + simple("a", 3, 3.0))
    data[len(data) // 2] ^= 4
    log = written(tmp_path, bytes(data))
    assert [point.step for point in log.scalars["a"]] == [1]
    assert "is damaged" in log.problems[0]


def test_every_flipped_bit_of_a_small_file_is_noticed_or_harmless(tmp_path: Path) -> None:
    whole = simple("a", 1, 1.0)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1
        log = written(tmp_path, bytes(data))
        assert log.problems or not log.scalars, place


def test_a_record_that_is_no_event_is_damage(tmp_path: Path) -> None:
    from tftutor.board.records import record

    assert "not an event" in written(tmp_path, record(b"\xff" * 30)).problems[0]


def test_a_length_beyond_reason_is_not_waited_for(tmp_path: Path) -> None:
    import struct

    head = struct.pack("<Q", 1 << 50)
    log = written(tmp_path, head + struct.pack("<I", masked_crc(head)))
    assert "MiB" in log.problems[0]


def test_links_and_pipes_are_not_read(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "logs"
    outside.mkdir()
    inside.mkdir()
    (outside / NAME).write_bytes(simple("a", 1, 1.0))
    (inside / NAME).symlink_to(outside / NAME)
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    os.mkfifo(inside / "events.tfevents.pipe")
    log = read(inside)
    assert log.scalars == {}
    assert len(log.problems) == 2
    (tmp_path / "link").symlink_to(outside, target_is_directory=True)
    assert event_files(tmp_path / "link") == []


def test_the_checksum_is_the_published_one() -> None:
    """CRC-32C of 32 zero bytes is 8a9136aa (RFC 3720, B.4), here rotated and shifted."""
    crc = 0x8A9136AA
    assert masked_crc(bytes(32)) == (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def test_reading_imports_neither_tensorflow_nor_numpy(folder: Path) -> None:
    code = (
        "import sys, pathlib; from tftutor.board import read; log = read(pathlib.Path(sys.argv[1]));"
        "assert log.scalars; print([m for m in ('tensorflow', 'numpy', 'keras') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
