"""What a terminal can take."""

from __future__ import annotations

import pytest

from tftutor.presentation.terminals import letters_only


@pytest.mark.parametrize(
    ("environ", "encoding", "letters"),
    [
        ({}, "utf-8", False),
        ({}, "UTF8", False),
        ({"NO_COLOR": ""}, "utf-8", False),
        ({"NO_COLOR": "1"}, "utf-8", True),
        ({}, "iso-8859-1", True),
        ({}, "ascii", True),
    ],
)
def test_drawings_are_of_letters_without_colours_or_utf_8(
    environ: dict[str, str], encoding: str, letters: bool
) -> None:
    assert letters_only(environ, encoding) is letters
