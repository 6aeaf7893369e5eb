"""Formulas in TeX's spelling, as a line of text that a terminal can show.

`\\frac{\\partial L}{\\partial w_i}` becomes `∂L/∂wᵢ`. What has no character of its own is written
out: `x_{max}` becomes `x_max`. Nothing is refused; an unknown command stands as its name.
"""

from __future__ import annotations

import re

from tftutor.presentation.formulas import signs

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.DOTALL)
COMPOUND = re.compile(r"[ +\-=·×]")
_RELATIONS = "=<>"
_SIGNS = "+-"
_AFTER_OPERATOR = re.compile(r"(?:^|[(\[{=<>+\-·×÷±≤≥≠≈≡∈→←⇒∝|,;‖&])\s*$")


def to_text(tex: str) -> str:
    """A formula as text; `\\\\` begins a new line."""
    return "\n".join(tidied(Reader(tex).until()))


def tidied(text: str) -> list[str]:
    """The lines of a formula without needless blanks; wide gaps, which were asked for, stay."""
    lines = [
        re.sub(r"(?<=\S) {2,}(?=\S)", lambda m: m[0] if len(m[0]) > 3 else " ", line).strip()
        for line in text.split("\n")
    ]
    return [line for line in lines if line]


class Reader:
    """Reads a formula from left to right."""

    def __init__(self, tex: str) -> None:
        self._tokens = [t for t in _TOKEN.findall(tex) if t]
        self._at = 0
        self._ended_by = ""

    def until(self, *ends: str) -> str:
        """What stands before one of ``ends``, which is read too, or before the end of the formula."""
        text = ""
        while self._at < len(self._tokens):
            token = self._next()
            if token in ends:
                self._ended_by = token
                break
            text = self._joined(text, token)
        else:
            self._ended_by = ""
        return text

    def _joined(self, text: str, token: str) -> str:
        if token.isspace():
            return text if text.endswith((" ", "\n")) or not text else f"{text} "
        if token in ("^", "_"):
            return text.rstrip() + self._scripted(self._argument(), token)
        if token == "{":
            return text + self.until("}")
        if token in _RELATIONS or token in ("&=",):
            return _spaced(text, token)
        if token in _SIGNS:
            return text + token if _AFTER_OPERATOR.search(text) else _spaced(text, token)
        if token in ("}", "&", "~"):
            return text if token == "}" else f"{text} "
        if token == "'":
            return f"{text}′"
        return self._command(text, token[1:]) if token.startswith("\\") else text + token

    def _command(self, text: str, name: str) -> str:
        if name in signs.LETTERS:
            self._skip_spaces()
            return text + signs.LETTERS[name]
        if name in signs.BETWEEN:
            self._skip_spaces()
            return _spaced(text, signs.BETWEEN[name])
        if name in signs.BIG or name in signs.FUNCTIONS:
            return self._operator(text, signs.BIG.get(name, name))
        if name in ("frac", "dfrac", "tfrac"):
            return self._fraction(text)
        if name in signs.ACCENTS:
            inside = self._argument()
            return text + (inside + signs.ACCENTS[name] if len(inside) == 1 else f"{name}({inside})")
        if name in signs.TEXT:
            return text + self._verbatim()
        if name in signs.PLAIN:
            return text + self._argument()
        if name in ("begin", "end"):
            return self._environment(text, name)
        if name == "sqrt":
            return text + self._root(self._argument())
        return self._spacing(text, name)

    def _environment(self, text: str, name: str) -> str:
        """`\\begin{...}` and `\\end{...}` are not seen; what is between them is, line by line."""
        if self._argument() == "array" and name == "begin":
            self._argument()
        return text

    def _root(self, inside: str) -> str:
        return f"√{inside}" if len(inside) == 1 else f"√({inside})"

    def _scripted(self, inside: str, token: str) -> str:
        """Raised or lowered, where every character can be; else after `^` or `_`."""
        return raised_or_lowered(inside, token)

    def _spacing(self, text: str, name: str) -> str:
        if name in signs.SPACES:
            return text + signs.SPACES[name]
        if name == "\\":
            return f"{text}\n"
        if name in signs.SILENT:
            if self._peek() == ".":
                self._next()
            return text
        if name == "|":
            return f"{text}‖"
        return text + name  # `\{`, `\%`, or a command that we do not know

    def _operator(self, text: str, sign: str) -> str:
        """A sum or a function: its limits belong to it, what follows is set off from it."""
        if text and text[-1].isalnum():
            text += " "
        text += self._with_limits(sign)
        following = self._peek()
        return text if following in ("", "(", "[", "\\left", "}", ")", ",") else f"{text} "

    def _with_limits(self, sign: str) -> str:
        limits = self._limits()
        return sign + "".join(self._scripted(inside, token) for token, inside in limits)

    def _limits(self) -> list[tuple[str, str]]:
        """`_` and `^` with what follows each, in their order."""
        self._skip_spaces()
        limits = []
        while self._peek() in ("^", "_"):
            token = self._next()
            limits.append((token, self._argument()))
            self._skip_spaces()
        return limits

    def _fraction(self, text: str) -> str:
        return self._divided(text, self._argument(), self._argument())

    def _divided(self, text: str, above: str, below: str) -> str:
        top = f"({above})" if COMPOUND.search(above) else above
        bottom = f"({below})" if COMPOUND.search(below) or "/" in below else below
        return self._set_off(text, f"{top}/{bottom}")

    def _set_off(self, text: str, fraction: str) -> str:
        """A blank between a fraction and its neighbours, where one is needed."""
        if text and text[-1].isalnum():
            text += " "
        self._skip_spaces()
        following = self._peek()
        close = ("", "}", ")", "]", ",", ".", "^", "\\right", "\\\\", "$")
        return f"{text}{fraction}" if following in close else f"{text}{fraction} "

    def _argument(self) -> str:
        """The group or the single token that a command takes."""
        self._skip_spaces()
        token = self._next()
        if token == "{":
            return self.until("}").strip()
        return self._joined("", token).strip() if token else ""

    def _verbatim(self) -> str:
        self._skip_spaces()
        if self._peek() != "{":
            return self._next()
        self._next()
        text = ""
        while (token := self._next()) not in ("}", ""):
            text += token
        return text

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self._next()

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token


def _spaced(text: str, sign: str) -> str:
    """A sign between two things has a space on both sides; runs of spaces are joined later."""
    return f"{text} {sign} " if text and not text.endswith(" ") else f"{text}{sign} "


def raised_or_lowered(inside: str, token: str) -> str:
    """Raised or lowered, where every character can be; else after `^` or `_`."""
    table = signs.SUPER if token == "^" else signs.SUB
    tight = inside.replace(" ", "")
    if tight in ("′", "∘"):
        return "°" if tight == "∘" else tight
    if all(character in table for character in tight):
        return "".join(table[character] for character in tight)
    return f"{token}{inside}" if inside.isalnum() else f"{token}({inside})"
