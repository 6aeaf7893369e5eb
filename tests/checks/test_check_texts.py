"""How one text differs from another, in words."""

from __future__ import annotations

import pytest

from tftutor.checks.text_differences import explain


@pytest.mark.parametrize(
    ("seen", "expected", "says"),
    [
        ("{guests} pay", "4 pay", "line shows `{guests}` itself, not the value of that name."),
        ("{} pay", "4 pay", "line shows `{}` itself, an empty placeholder."),
        ("4pay", "4 pay", "line differs only in its spaces."),
        ("Code", "code", "line differs only in capital letters."),
        ("a C", "ac", "line differs only in spaces or capital letters."),
        ("12 guests pay 4", "4 guests pay 12", "line has the right words, in another order."),
        ("", "code", "line is an empty text."),
        ("5.68", "dollars: 5.68", "line is only a part of the text: 'dollars:' is missing."),
        ("ssh -L 80", "-L 80", "line has more in it than the text that was asked for: 'ssh'."),
        ("4 guests pay 3", "4 guests pay 12", "line is right up to '4 guests pay', and then differs."),
        ("Hallo", "Hello", "line is another text."),
    ],
)
def test_texts_apart(seen: str, expected: str, says: str) -> None:
    assert explain("line", seen, expected)[0] == says
