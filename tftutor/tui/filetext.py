"""A file's text in the editor and back, with nothing lost.

An editor knows lines, and takes many characters for line ends; a terminal obeys control characters.
So in the editor every line ends with a plain newline, and a character that would steer a terminal or
break a line is replaced by a stand-in of its own from Unicode's private use area. `FileText.written`
puts back what was there: the line ends of Windows, an ESC, a form feed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tftutor.problems import UsageProblem

_STEERING = (
    *(code for code in range(0x20) if chr(code) not in "\t\n"),
    *range(0x7F, 0xA0),
    *(0x061C, 0x200E, 0x200F, 0x2028, 0x2029),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_PLACES = range(0x10F000, 0x0FFFFF, -0x1000)  # the private use plane 16, in sixteen parts


@dataclass(frozen=True)
class FileText:
    """How one file is written: its line end, and where its stand-ins begin."""

    newline: str = "\n"
    first: int = _PLACES[0]

    @classmethod
    def read(cls, text: str) -> tuple[FileText, str]:
        """The form of a file and its text for the editor. Raises UsageProblem for a text beyond showing."""
        newline = "\r\n" if "\n" in text and text.count("\r\n") == text.count("\n") else "\n"
        form = cls(newline, _free_place(text))
        plain = text.replace("\r\n", "\n") if newline == "\r\n" else text
        return form, plain.translate({code: form.first + at for at, code in enumerate(_STEERING)})

    def written(self, shown: str) -> str:
        """The text of the file for what stands in the editor."""
        plain = shown.translate({self.first + at: code for at, code in enumerate(_STEERING)})
        return plain.replace("\n", "\r\n") if self.newline == "\r\n" else plain

    def visible(self, line: str) -> str:
        """A line of the editor with a picture, as wide, in place of each stand-in."""
        if line.isascii():
            return line
        return line.translate({self.first + at: _picture(code) for at, code in enumerate(_STEERING)})

    def typed(self, text: str) -> str:
        """Text typed or pasted, as the editor can hold it: nothing that steers, newlines alone."""
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        unwanted = dict.fromkeys((*_STEERING, *range(self.first, self.first + len(_STEERING))))
        return plain.translate(unwanted)


def _free_place(text: str) -> int:
    used = {ord(character) & ~0xFFF for character in set(text) if ord(character) >= _PLACES[-1]}
    free = next((place for place in _PLACES if place not in used), None)
    if free is None:
        raise UsageProblem(
            "This file holds characters that the editor here cannot show.",
            "Open it in another editor.",
        )
    return free


def _picture(code: int) -> str:
    """Unicode has pictures of the oldest control characters."""
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
