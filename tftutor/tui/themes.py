"""The colours: light, dark, high contrast, and the terminal's own 16. None of them carries meaning alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from tftutor.settings_values import Theme as ThemeName

if TYPE_CHECKING:
    from textual.app import App

DARK = Theme(
    name="tftutor-dark",
    dark=True,
    primary="#7cb7ff",
    secondary="#a6b8d4",
    accent="#ffb454",
    success="#7fd18c",
    warning="#e6c35c",
    error="#ff9a8c",
    foreground="#dfe3ea",
    background="#14171c",
    surface="#1b1f26",
    panel="#252b35",
)
LIGHT = Theme(
    name="tftutor-light",
    dark=False,
    primary="#0b5cad",
    secondary="#46566e",
    accent="#9a4d00",
    success="#1c6b2f",
    warning="#7a5600",
    error="#a8281c",
    foreground="#1c2128",
    background="#fafaf7",
    surface="#f2f2ee",
    panel="#e3e5e4",
)
CONTRAST = Theme(
    name="tftutor-contrast",
    dark=True,
    primary="#00e5ff",
    secondary="#ffffff",
    accent="#ffff00",
    success="#5cff5c",
    warning="#ffff00",
    error="#ffb3a7",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#2a2a2a",
    text_alpha=1.0,
    variables={"text-muted": "#ffffff", "text-disabled": "#d0d0d0"},
)
TERMINAL = Theme(
    name="tftutor-terminal",
    ansi=True,
    dark=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "screen-selection-background": "ansi_bright_blue",
        "screen-selection-foreground": "ansi_black",
    },
)
THEMES: dict[ThemeName, Theme] = {
    "dark": DARK, "light": LIGHT, "contrast": CONTRAST, "terminal": TERMINAL,
}  # fmt: skip
WORDS: dict[ThemeName, str] = {
    "auto": "as the terminal is",
    "dark": "dark",
    "light": "light",
    "contrast": "high contrast",
    "terminal": "the terminal's own 16 colours",
}


def chosen(name: ThemeName, environ: Mapping[str, str] | None = None) -> Theme:
    """The theme of a setting. `auto` goes by what the terminal says of itself."""
    if name != "auto":
        return THEMES[name]
    env = os.environ if environ is None else environ
    if _has_sixteen_colours(env):
        return TERMINAL
    return LIGHT if _is_light(env) else DARK


def apply(app: App[Any], name: ThemeName) -> None:
    """Gives the app its colours, at its start or when they are set anew."""
    for theme in THEMES.values():
        app.register_theme(theme)
    app.theme = chosen(name).name


def _has_sixteen_colours(env: Mapping[str, str]) -> bool:
    """As Rich counts colours: TERM says it, where COLORTERM does not; tmux takes 256."""
    if env.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") or env.get("TMUX"):
        return False
    term = env.get("TERM", "").strip().lower()
    return not term.endswith(("-256color", "256color", "kitty", "direct"))


def _is_light(env: Mapping[str, str]) -> bool:
    """What rxvt, Konsole and others tell of their background in COLORFGBG, as in `0;15`."""
    background = env.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")
