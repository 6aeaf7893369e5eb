"""What comes back from a sandbox may be anything: it is read strictly, or it is no report."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import pytest

from tftutor.runtime import messages
from tftutor.runtime.evidence import Array
from tftutor.runtime.inside import frames

ENDED = {"ending": "finished", "exit_code": 0, "error": None, "seconds": 1.5}
ERROR = {"type": "ValueError", "message": "no", "frames": []}


def payload(text: str) -> bytes:
    return struct.pack(">I", len(text)) + text.encode("ascii")


def test_a_report_as_a_sandbox_sends_it_is_read() -> None:
    assert messages.end_report(ENDED) == ("finished", 0, None, 1.5)
    assert messages.start_report({"device": "cpu", "cpu": 2}) == ("cpu", 2.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"ending": "passed"},
        {"ending": ["finished"]},
        {"exit_code": math.inf},
        {"exit_code": "0"},
        {"exit_code": True},
        {"seconds": math.nan},
        {"seconds": -1.0},
        {"seconds": None},
        {"error": "x"},
        {"error": {**ERROR, "frames": None}},
        {"error": {**ERROR, "frames": [3]}},
        {
            "error": {
                **ERROR,
                "frames": [{"section": "your code", "line": math.inf, "function": "", "text": ""}],
            }
        },
        {"error": {**ERROR, "message": 5}},
    ],
)
def test_a_report_of_another_kind_is_no_report(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a"):
        messages.end_report({**ENDED, **changed})


@pytest.mark.parametrize("whole", [None, 5, [], "x", True])
def test_what_is_no_table_is_no_report(whole: Any) -> None:
    for read in (messages.end_report, messages.start_report):
        with pytest.raises(ValueError, match="not a report"):
            read(whole)


@pytest.mark.parametrize(
    "text",
    [
        '{"d":5}',
        "[1]",
        "9" * 30,
        "9" * 5000,
        "[" * 100_000,
        '{"a":["float32",[-1],0,8]}',
        '{"a":["float32",[99999999999999999999],0,8]}',
        '{"a":["object",[1],0,8]}',
        '{"a":["float32",["1"],0,4]}',
        '{"a":["float32",[1],0.0,4]}',
        '{"a":["float32",[1],"0","4"]}',
        '{"a":[{},[1],0,4]}',
        '{"a":7}',
        '{"l":7}',
        '{"l":{"d":{}}}',
        '{"x":7}',
    ],
)
def test_what_the_encoder_would_not_have_written_is_no_value(text: str) -> None:
    with pytest.raises(ValueError):
        frames.decode(payload(text), Array)


def test_a_text_that_no_file_could_hold_is_spelled_out() -> None:
    text = json.dumps({"d": {"\ud800": "a\udfffb"}})
    assert frames.decode(payload(text), Array) == {"\\ud800": "a\\udfffb"}
