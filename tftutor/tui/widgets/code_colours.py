"""The colours of code in the editor, and which words of Python get them."""

from __future__ import annotations

from rich.style import Style
from textual.theme import Theme
from textual.widgets.text_area import TextAreaTheme

# Shorter than Textual's own query, which asks for five times as much: a key in 2,000 lines stays quick.
QUERY = """
(comment) @comment
(string) @string
(interpolation) @none
[(integer) (float)] @number
[(true) (false) (none)] @constant
(decorator) @decorator
(function_definition name: (identifier) @definition)
(class_definition name: (identifier) @definition)
["and" "as" "assert" "async" "await" "break" "class" "continue" "def" "del" "elif" "else" "except"
 "finally" "for" "from" "global" "if" "import" "in" "is" "lambda" "nonlocal" "not" "or" "pass" "raise"
 "return" "try" "while" "with" "yield"] @keyword
"""

# Every colour has a contrast of at least 4.5 to 1 against the backgrounds it is used on.
_DARK = {
    "comment": Style(color="#9aa5b1", italic=True),
    "string": Style(color="#a5d6a7"),
    "number": Style(color="#f6c177"),
    "constant": Style(color="#f6c177"),
    "decorator": Style(color="#c4a7e7"),
    "definition": Style(color="#8ecdf7", bold=True),
    "keyword": Style(color="#f2a0b5", bold=True),
}
_LIGHT = {
    "comment": Style(color="#57606a", italic=True),
    "string": Style(color="#0a5c36"),
    "number": Style(color="#8a3b00"),
    "constant": Style(color="#8a3b00"),
    "decorator": Style(color="#6639ba"),
    "definition": Style(color="#0550ae", bold=True),
    "keyword": Style(color="#a40e50", bold=True),
}
# The sixteen colours are the learner's own; bold and italic tell the words apart where colours do not.
_ANSI = {
    "comment": Style(italic=True, dim=True),
    "string": Style(color="green"),
    "number": Style(color="yellow"),
    "constant": Style(color="yellow"),
    "decorator": Style(color="magenta"),
    "definition": Style(color="blue", bold=True),
    "keyword": Style(color="magenta", bold=True),
}
# High contrast: weight instead of colour.
_STRONG = {
    "comment": Style(italic=True),
    "definition": Style(bold=True, underline=True),
    "keyword": Style(bold=True),
}


def colour_names() -> tuple[TextAreaTheme, ...]:
    """The sets of colours, to be registered with an editor."""
    sets = {"dark": _DARK, "light": _LIGHT, "ansi": _ANSI, "strong": _STRONG}
    return tuple(TextAreaTheme(f"tftutor-{name}", syntax_styles=styles) for name, styles in sets.items())


def colours_for(theme: Theme) -> str:
    """The name of the set that goes with a theme of the application."""
    if "contrast" in theme.name:
        return "tftutor-strong"
    if theme.ansi:
        return "tftutor-ansi"
    return "tftutor-dark" if theme.dark else "tftutor-light"
