"""The characters that no text may bring to a terminal, once for everything that shows text.

Control characters steer a terminal; the others reorder or hide what a reader sees (Unicode Technical
Report 36, "Bidirectional Text Spoofing"), or cannot be written at all. Zero-width joiners and variation
selectors stay: emoji and several scripts need them.
"""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks, embeddings, isolates
_INVISIBLE = "\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # last: tags
_LINE_ENDS = "\u2028\u2029"  # for some programs the end of a line, for a terminal nothing
_SURROGATES = "\ud800-\udfff"

UNSAFE = _CONTROLS + _BIDIRECTIONAL + _INVISIBLE + _LINE_ENDS + _SURROGATES
"""The body of a character class for `re`, without its brackets."""

_UNSAFE = re.compile(f"[{UNSAFE}]")


def without_unsafe(text: str) -> str:
    """The text without these characters; line feeds and tabs stay."""
    return _UNSAFE.sub("", text)
