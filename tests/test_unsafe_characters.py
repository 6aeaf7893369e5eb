"""Whatever shows text to people leaves out the same characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from rich.segment import Segment
from textual.color import Color

from tftutor.presentation.text import printable
from tftutor.runtime.text import clean
from tftutor.tui.safety import ControlFilter, safe

UNSAFE = [
    *map(chr, range(0x09)), *map(chr, range(0x0B, 0x20)), *map(chr, range(0x7F, 0xA0)),
    "\u061c", "\u180e", "\u200b", "\u200e", "\u200f", "\u2028", "\u2029", *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)), "\ufeff", "\ufff9", "\ufffa", "\ufffb",
    "\U000e0001", "\U000e0041", "\U000e007f", "\ud800", "\udfff",
]  # fmt: skip
ACT_IN_THEIR_LINE = "\b\r\x1b\x85\x0b\x0c\x90\x98\x9b\x9d\x9e\x9f"


def filtered(text: str) -> str:
    segments = ControlFilter().apply([Segment(text)], Color(0, 0, 0))
    return "".join(segment.text for segment in segments)


@pytest.mark.parametrize("show", [printable, clean, safe, filtered])
@pytest.mark.parametrize("character", UNSAFE, ids=lambda c: f"U+{ord(c):04X}")
def test_it_does_not_reach_a_terminal(show: Callable[[str], str], character: str) -> None:
    shown = show(f"one{character}two")
    assert character not in shown
    if character not in ACT_IN_THEIR_LINE:
        assert shown.replace("\ufffd", "") == "onetwo"


@pytest.mark.parametrize("show", [printable, clean, safe, filtered])
@pytest.mark.parametrize("text", ["naïve 数字 ∂", "👩‍🔬", "❤️", "می‌خواهم", "שלום"])
def test_ordinary_text_stays_as_it_is(show: Callable[[str], str], text: str) -> None:
    assert show(text) == text


def test_what_unicode_adds_to_the_invisible_ones_is_noticed() -> None:
    formats = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}
    left = {character for character in formats if printable(character)}
    assert {f"{ord(character):04X}" for character in left if ord(character) < 0x3000} == {
        "00AD", "0600", "0601", "0602", "0603", "0604", "0605", "06DD", "070F", "0890", "0891", "08E2",
        "200C", "200D",
    }  # fmt: skip
