"""Formulas in TeX's spelling, as a line of text that a terminal can show.

`\\frac{\\partial L}{\\partial w_i}` becomes `∂L/∂wᵢ`. What has no character of its own is written
out: `x_{max}` becomes `x_max`. Nothing is refused; an unknown command stands as its name.
"""

from __future__ import annotations

import re

_SUPER = dict(zip("0123456789+-=()abcdefghijklmnoprstuvwxyzTABDEGHIJKLMNOPRUVW′",
                  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂ′", strict=True))  # fmt: skip
_SUB = dict(
    zip("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)

_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "partial": "∂", "nabla": "∇", "infty": "∞",
    "ell": "ℓ", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "prime": "′", "circ": "∘",
    "top": "T", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "forall": "∀",
    "exists": "∃", "emptyset": "∅", "hbar": "ℏ", "degree": "°",
}  # fmt: skip
_BIG = {"sum": "Σ", "prod": "Π", "int": "∫"}
_BETWEEN = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "odot": "⊙", "oplus": "⊕", "ast": "*",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡",
    "sim": "~", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "gets": "←", "Rightarrow": "⇒", "Leftarrow": "⇐", "mapsto": "↦",
    "leftrightarrow": "↔", "iff": "⇔", "implies": "⇒", "ll": "≪", "gg": "≫", "mid": "|", "colon": ":",
    "land": "∧", "lor": "∨", "star": "⋆",
}  # fmt: skip
_FUNCTIONS = {
    "log", "ln", "exp", "max", "min", "sin", "cos", "tan", "tanh", "sinh", "cosh", "lim", "det", "dim", "gcd",
    "Pr", "sup", "inf", "arg", "argmax", "argmin", "softmax", "relu", "bmod", "mod",
}  # fmt: skip
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
            "dot": "\u0307", "vec": "\u20d7"}  # fmt: skip
_PLAIN = {"mathrm", "mathbf", "mathit", "mathcal", "mathbb", "boldsymbol", "bm", "operatorname", "mathsf",
          "mathtt", "underline", "boxed"}  # fmt: skip
_TEXT = {"text", "textrm", "textbf", "textit", "texttt", "mbox"}
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "quad": "  ", "qquad": "    ", "!": "", "thinspace": " "}
_SILENT = {"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle",
           "limits", "nolimits", "textstyle", "nonumber", "hline"}  # fmt: skip

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.DOTALL)
_RELATIONS = "=<>"
_SIGNS = "+-"
_AFTER_OPERATOR = re.compile(r"(?:^|[(\[{=<>+\-·×÷±≤≥≠≈≡∈→←⇒∝|,;‖&])\s*$")


def to_text(tex: str) -> str:
    """A formula as text; `\\\\` begins a new line.

    Source of the spellings: Unicode's superscripts and subscripts (U+2070 and on) and its
    phonetic extensions, which hold most Latin letters raised and some lowered.
    """
    text = _Reader(tex).until(None)
    lines = [re.sub(r"(?<=\S) {2,}(?=\S)", lambda m: m[0] if len(m[0]) > 3 else " ", line).strip()
             for line in text.split("\n")]  # fmt: skip
    return "\n".join(line for line in lines if line)


def in_markdown(text: str) -> str:
    """Markdown with `$...$` and `$$...$$` made readable; code is left alone."""
    return "".join(
        part if part.startswith(("```", "~~~", "`")) else _MATH.sub(_replaced, part)
        for part in _CODE.split(text)
    )


_CODE = re.compile(r"(^```.*?^```[^\n]*$|^~~~.*?^~~~[^\n]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
# A single dollar opens only before, and closes only after, something that is not a space, and does not
# close before a digit: "$5 to $6" is money.
_MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$(?=\S)([^$\n]*?[^\s$\\])\$(?!\d)", re.DOTALL)


def _replaced(found: re.Match[str]) -> str:
    if found[1] is not None:
        block = "\n".join(f"    {line}" for line in to_text(found[1]).splitlines())
        return f"\n\n{block}\n\n"
    return re.sub(r"([*_\[\]<>\\`])", r"\\\1", to_text(found[2]).replace("\n", " "))


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, tex: str) -> None:
        self._tokens = [t for t in _TOKEN.findall(tex) if t]
        self._at = 0

    def until(self, end: str | None) -> str:
        """What stands before ``end``, or before the end of the formula."""
        text = ""
        while self._at < len(self._tokens):
            token = self._next()
            if token == end:
                break
            text = self._joined(text, token)
        return text

    def _joined(self, text: str, token: str) -> str:
        if token.isspace():
            return text if text.endswith((" ", "\n")) or not text else f"{text} "
        if token in ("^", "_"):
            return text.rstrip() + _script(self._argument(), token)
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
        if name in _LETTERS:
            self._skip_spaces()
            return text + _LETTERS[name]
        if name in _BETWEEN:
            self._skip_spaces()
            return _spaced(text, _BETWEEN[name])
        if name in _BIG or name in _FUNCTIONS:
            return self._operator(text, _BIG.get(name, name))
        if name in ("frac", "dfrac", "tfrac"):
            return self._fraction(text)
        if name in _ACCENTS:
            inside = self._argument()
            return text + (inside + _ACCENTS[name] if len(inside) == 1 else f"{name}({inside})")
        if name in _TEXT:
            return text + self._verbatim()
        if name in _PLAIN:
            return text + self._argument()
        if name in ("begin", "end"):
            self._argument()
            return text
        if name == "sqrt":
            inside = self._argument()
            return f"{text}√{inside}" if len(inside) == 1 else f"{text}√({inside})"
        return self._spacing(text, name)

    def _spacing(self, text: str, name: str) -> str:
        if name in _SPACES:
            return text + _SPACES[name]
        if name == "\\":
            return f"{text}\n"
        if name in _SILENT:
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
        text += sign
        self._skip_spaces()
        while self._peek() in ("^", "_"):
            token = self._next()
            text += _script(self._argument(), token)
            self._skip_spaces()
        following = self._peek()
        return text if following in ("", "(", "[", "\\left", "}", ")", ",") else f"{text} "

    def _fraction(self, text: str) -> str:
        above, below = self._argument(), self._argument()
        compound = re.compile(r"[ +\-=·×]")
        top = f"({above})" if compound.search(above) else above
        bottom = f"({below})" if compound.search(below) or "/" in below else below
        if text and text[-1].isalnum():
            text += " "
        self._skip_spaces()
        following = self._peek()
        gap = "" if following in ("", "}", ")", "]", ",", ".", "^", "\\right", "\\\\", "$") else " "
        return f"{text}{top}/{bottom}{gap}"

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


def _script(inside: str, token: str) -> str:
    """Raised or lowered, where every character can be; else after `^` or `_`."""
    table = _SUPER if token == "^" else _SUB
    tight = inside.replace(" ", "")
    if tight in ("′", "∘"):
        return "°" if tight == "∘" else tight
    if all(character in table for character in tight):
        return "".join(table[character] for character in tight)
    return f"{token}{inside}" if inside.isalnum() else f"{token}({inside})"
