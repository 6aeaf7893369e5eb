"""The colours can be read by people, and follow what the terminal can do."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from tftutor.settings_values import THEMES
from tftutor.tui.themes import CONTRAST, DARK, LIGHT, TERMINAL, WORDS, chosen

NAMES = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""

    def luminance(text: str) -> float:
        parts = [value / 255 for value in Color.parse(text).rgb]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "least"), [(DARK, 4.5), (LIGHT, 4.5), (CONTRAST, 7.0)])
def test_every_colour_of_text_stands_out_from_every_ground(theme: Theme, least: float) -> None:
    for ground in (theme.background, theme.surface, theme.panel):
        for name in NAMES:
            assert contrast(getattr(theme, name), ground or "") >= least, (theme.name, name, ground)


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color"}, DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, DARK),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, DARK),
        ({"TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0"}, DARK),
        ({"TERM": "screen"}, TERMINAL),
        ({"TERM": "linux"}, TERMINAL),
        ({"TERM": "xterm"}, TERMINAL),
    ],
)
def test_auto_follows_the_terminal(environ: dict[str, str], theme: Theme) -> None:
    assert chosen("auto", environ) is theme


def test_every_theme_that_may_be_set_has_words_and_colours() -> None:
    assert set(WORDS) == set(THEMES)
    assert [chosen(name, {"TERM": "linux"}).name for name in THEMES if name != "auto"] == [
        "tftutor-dark",
        "tftutor-light",
        "tftutor-contrast",
        "tftutor-terminal",
    ]
