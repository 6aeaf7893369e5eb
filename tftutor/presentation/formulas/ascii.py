"""Formulas that were made readable, once more for a terminal that shows nothing beyond ASCII.

`Σᵢ₌₁ⁿ αᵢ ∂L/∂wᵢ` becomes `sum_(i=1)^n alpha_i dL/dw_i`, as in AsciiMath.
"""

from __future__ import annotations

import re

from tftutor.presentation.formulas import signs

_RAISED = {sign: letter for letter, sign in signs.SUPER.items() if sign != letter}
_LOWERED = {sign: letter for letter, sign in signs.SUB.items() if sign != letter}
_GREEK = {
    sign: name
    for name, sign in signs.LETTERS.items()
    if "\u0370" <= sign <= "\u03ff" and not name.startswith("var")
}
_WORDS = {**_GREEK, "Σ": "sum", "Π": "prod", "∫": "int", "∞": "inf", "∈": "in", "∇": "grad", "∀": "all"}
_SIGNS = {
    "∂": "d", "√": "sqrt", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≡": "==", "±": "+-", "·": "*",
    "×": "x", "÷": "/", "⊙": "*", "→": "->", "←": "<-", "⇒": "=>", "⇐": "<=", "↔": "<->", "⇔": "<=>",
    "↦": "|->",
    "…": "...", "⋯": "...", "′": "'", "‖": "||", "ℓ": "l", "≪": "<<", "≫": ">>", "∝": "~", "°": "deg",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟨": "<", "⟩": ">", "∘": "o",
    "⋆": "*", "∧": "and", "∨": "or",
}  # fmt: skip
_ACCENTS = {"\u0302": "_hat", "\u0304": "_bar", "\u0303": "_tilde", "\u0307": "_dot", "\u20d7": "_vec"}
_RAISED_RUN = re.compile(f"[{re.escape(''.join(_RAISED))}]+")
_LOWERED_RUN = re.compile(f"[{re.escape(''.join(_LOWERED))}]+")
# In `e^sᵢ` it is sᵢ that is raised, which `e^s_i` would no longer say.
_BOTH = re.compile(f"([\\^_])(\\w[{re.escape(''.join([*_RAISED, *_LOWERED]))}]+)")
_WORD = re.compile(f"[{''.join(_WORDS)}]")


def in_ascii(text: str) -> str:
    """The text with the signs of formulas spelled out. What is no sign of a formula stays as it is."""
    if text.isascii():
        return text
    text = "".join(_ACCENTS.get(character, character) for character in text)
    text = _BOTH.sub(r"\1(\2)", text)
    text = _RAISED_RUN.sub(lambda run: _script("^", run[0], _RAISED), text)
    text = _LOWERED_RUN.sub(lambda run: _script("_", run[0], _LOWERED), text)
    text = _WORD.sub(lambda found: _spelled(found, text), text)
    return "".join(_SIGNS.get(character, character) for character in text)


def _script(sign: str, run: str, table: dict[str, str]) -> str:
    inside = "".join(table[character] for character in run)
    return f"{sign}{inside}" if inside.isalnum() else f"{sign}({inside})"


def _spelled(found: re.Match[str], text: str) -> str:
    """The name of a letter, set off from letters that it touches."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    word = _WORDS[found[0]]
    return f"{' ' if before.isalnum() else ''}{word}{' ' if after.isalpha() and after not in _WORDS else ''}"
