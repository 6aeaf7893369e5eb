"""What a program prints, as a terminal may show it."""

from __future__ import annotations

import random
import re

import pytest

from tftutor.runtime.logs import LogSplitter
from tftutor.runtime.text import SafeText, clean

HARMFUL = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("no end", "no end"),
        ("10%\r50%\r100%\n", "100%\n"),
        ("abc\rX\n", "Xbc\n"),
        ("abc\b\bX\n", "aXc\n"),
        ("\b\bX", "X"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("\x1b[31mred\x1b[0m\n", "red\n"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]52;c;cm0gLXJmIH4K\x1b\\x", "x"),
        ("\x9d0;title\x9cx", "x"),
        ("\x1bP1$r\x1b\\x\x1b_apc\x1b\\y", "xy"),
        ("\x1b[2J\x1b[?1049h\x1b[1;1Hx\x1b[6n\x1bc\x1b(0y", "xy"),
        ("\x9b31mx\x9b2Jy", "xy"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("never ended \x1b]0;title\nnext line\n", "never ended \nnext line\n"),
        ("naïve 数字 ∂\n", "naïve 数字 ∂\n"),
        ("", ""),
    ],
)
def test_only_what_a_line_would_show_is_left(printed: str, shown: str) -> None:
    assert clean(printed) == shown


def test_colours_can_be_kept_and_are_reset_at_the_end_of_each_line() -> None:
    assert clean("\x1b[1;31mred\nstill\x1b[0m no\n", colours=True) == (
        "\x1b[1;31mred\x1b[0m\n\x1b[1;31mstill\x1b[0m no\n"
    )
    assert clean("\x1b[31;38:5:9mx", colours=True).endswith("x\x1b[0m")
    assert clean("\x1b[>4;1mx\x1b[31 qy", colours=True) == "xy"


@pytest.mark.parametrize("seed", range(20))
def test_no_chunking_changes_what_is_left_and_nothing_harmful_is(seed: int) -> None:
    chooser = random.Random(seed)
    pieces = [
        "a",
        "word ",
        "\n",
        "\r",
        "\b",
        "\x1b",
        "[",
        "]",
        "0;",
        "31m",
        "m",
        "\x07",
        "\x1b\\",
        "\x9b",
        "\x90",
        "P",
        "\u202e",
        "é",
        "\t",
    ]
    text = "".join(chooser.choices(pieces, k=300))
    for colours in (False, True):
        stream = SafeText(colours=colours)
        cuts = sorted(chooser.sample(range(len(text)), 30))
        parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        whole = "".join(stream.feed(part) for part in parts) + stream.finish()
        assert whole == clean(text, colours=colours)
        assert not HARMFUL.search(whole)
        assert re.sub(r"\x1b\[[0-9;:]*m", "", whole).count("\x1b") == 0


def test_on_a_terminal_a_line_grows_as_it_is_printed() -> None:
    screen = SafeText(rewrite=True)
    assert [screen.feed(part) for part in ("Ep", "och 1", "\nnext", "")] == ["Ep", "och 1", "\nnext", ""]
    assert screen.finish() == ""


def test_on_a_terminal_a_rewritten_line_comes_again_whole() -> None:
    screen = SafeText(rewrite=True)
    assert screen.feed("10% slow") == "10% slow"
    assert screen.feed("\r20%") == "\r20% slow\x1b[K"
    assert screen.feed("\b\b\b99%\n") == "\r99% slow\x1b[K\n"
    assert screen.feed("x\n") == "x\n"


def test_on_a_terminal_a_rewritten_line_never_wraps() -> None:
    screen = SafeText(rewrite=True, width=10)
    screen.feed("0123456789abcdef")
    assert screen.feed("\rX") == "\rX12345678\x1b[K"
    assert screen.feed("\n") == "9abcdef\n"


def test_a_megabyte_of_one_line_is_no_trouble() -> None:
    assert len(clean("x" * 1_000_000)) <= 1_000_000
    assert clean("spam\n" * 200_000).count("\n") == 200_000


LOG_LINES = [
    "2026-11-22 16:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This is optimized\n",
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow\n",
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n",
    "I0000 00:00:1763827200.123456   12345 gpu_device.cc:2020] Created device\n",
    "E0000 00:00:1763827200.123456 1 cuda_dnn.cc:8579] Unable to register cuDNN factory\n",
    "WARNING:absl:You are saving your model as an HDF5 file\n",
]
OWN_LINES = [
    "Warning: mine\n",
    "WARNING:tensorflow:5 out of the last 5 calls to <function f> triggered tf.function retracing.\n",
    "2026-11-22 is a date\n",
    "I0 = 5\n",
    "Traceback (most recent call last):\n",
]


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_tensorflows_lines_are_distinguished_from_the_programs(step: int) -> None:
    text = "".join(a + b for a, b in zip(LOG_LINES, [*OWN_LINES, "last without end"], strict=True))
    splitter = LogSplitter()
    pairs = [pair for i in range(0, len(text), step) for pair in splitter.feed(text[i : i + step])]
    pairs += splitter.finish()
    assert "".join(t for stream, t in pairs if stream == "log") == "".join(LOG_LINES)
    assert "".join(t for stream, t in pairs if stream == "stderr") == "".join(OWN_LINES) + "last without end"


def test_what_cannot_be_a_log_line_is_not_held_back() -> None:
    assert LogSplitter().feed("Password? ") == [("stderr", "Password? ")]
