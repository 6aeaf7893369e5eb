"""Text that would act on a terminal, and how to see in what a terminal got whether any of it did."""

from __future__ import annotations

import re

MARK = "31337"  # stands in no sequence that a well-meaning program sends
SEQUENCES = (
    "\x1b]52;c;SEVMTE8=\x07", "\x1b]52;c;SEVMTE8=\x1b\\", "\x9d52;c;SEVMTE8=\x9c",  # the clipboard
    "\x1b]0;PWNED\x07", "\x1b]2;PWNED\x1b\\",  # the title
    "\x1b]8;;http://evil\x07\x1b]52;c;SEVMTE8=\x07\x1b\\click\x1b]8;;\x1b\\",  # a link with more in it
    "\x1bPq#0PWNED\x1b\\", "\x90PWNED\x9c", "\x1b_GPWNED\x1b\\", "\x1b^PWNED\x1b\\", "\x1bXPWNED\x1b\\",
    f"\x1b[{MARK};1H", f"\x1b[{MARK}A", f"\x1b[?{MARK}h", f"\x1b[{MARK}J", f"\x9b{MARK}h", f"\x1b[{MARK}t",
    "\x1b[6n", "\x1b[c", "\x1bc", "\x1b#8", "\x1b(0", "\x07", "\x7f", "\b\b", "\x0e", "\x85", "\x00",
    "\u202e", "\u2066", "\u200e", "\x1b",
)  # fmt: skip
HOSTILE = "".join(f"{sequence}{number} " for number, sequence in enumerate(SEQUENCES))

_POINTER = re.compile("\x1b\\]22;[a-z-]*\x07")  # the mouse pointer's shape, which Textual sets
_FORBIDDEN = {
    "a clipboard, title or link sequence": re.compile("\x1b\\]"),
    "a device string": re.compile("\x1b[P_^X]"),
    "a marked sequence": re.compile(f"\x1b\\[[^@-~]*{MARK}"),
    "a question to the terminal": re.compile("\x1b\\[(?:6n|c)"),
    "a reset, or another character set": re.compile("\x1b[c#(]"),
    "an 8-bit control character": re.compile("[\x80-\x9f]"),
    "a control character": re.compile("[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"),
    "a character that reorders text": re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
}


def what_acted(raw: bytes) -> list[str]:
    """What reached the terminal and should not have: kind, and where it stood."""
    text = _POINTER.sub("", raw.decode("utf-8", "replace"))
    found = ((kind, pattern.search(text)) for kind, pattern in _FORBIDDEN.items())
    return [f"{kind}: {text[max(0, m.start() - 40) : m.end() + 20]!r}" for kind, m in found if m]
