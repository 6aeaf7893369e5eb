"""The values of settings, read from the words of a settings file or a variable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args

Theme = Literal["auto", "dark", "light", "contrast", "terminal"]
THEMES: tuple[Theme, ...] = get_args(Theme)


def _as_folder(text: str, home: Path, base: Path | None) -> Path:
    """``base`` is where a relative path starts; a config file has no such place."""
    if text == "~" or text.startswith("~/"):
        return home / text[2:]
    if not text.startswith("/") and base is None:
        raise ValueError("a full path, which begins with `/` or `~/`")
    return (base or Path("/")) / text


def _as_python(text: str, home: Path, base: Path | None) -> str:
    if not text.strip():
        raise ValueError("the path of a Python interpreter, or its name")
    return str(_as_folder(text, home, base)) if "/" in text else text


def _as_seconds(text: str, _home: Path, _base: Path | None) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ValueError("a number of seconds, such as 60")
    return seconds


def _as_megabytes(text: str, _home: Path, _base: Path | None) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:12]) > 0):
        raise ValueError("a whole number of MiB, such as 3000")
    return int(text)


def _as_switch(text: str, _home: Path, _base: Path | None) -> bool:
    switches = {"true": True, "yes": True, "on": True, "1": True}
    switches |= {"false": False, "no": False, "off": False, "0": False}
    if text.lower() not in switches:
        raise ValueError("`true` or `false`")
    return switches[text.lower()]


def _as_theme(text: str, _home: Path, _base: Path | None) -> Theme:
    for theme in THEMES:
        if text.lower() == theme:
            return theme
    *others, last = (f"`{theme}`" for theme in THEMES)
    raise ValueError(f"{', '.join(others)} or {last}")


# The setting -> what reads its text, given the home folder and where a relative path starts. It raises
# ValueError with the end of the sentence "... should be".
READERS: dict[str, Callable[[str, Path, Path | None], Any]] = {
    "data_dir": _as_folder,
    "python": _as_python,
    "workspace": _as_folder,
    "seconds": _as_seconds,
    "memory_mb": _as_megabytes,
    "offline": _as_switch,
    "theme": _as_theme,
    "mouse": _as_switch,
    "animation": _as_switch,
    "cursor_blink": _as_switch,
    "keep_runs": _as_switch,
}
