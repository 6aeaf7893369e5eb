"""What a YAML syntax error means, for a teacher who does not read parsers' messages."""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 40
TOO_DEEP = f"lists and settings are nested more than {MAX_DEPTH} deep here"

# part of PyYAML's or libyaml's message -> what it mostly means; the first that fits speaks
_IN_QUOTES = "put the text in quotes, or write it below a `|`"
_BACKSLASH = (
    "in double quotes a backslash has a meaning of its own; use single quotes, or write the text below a `|`"
)
_BRACKET = "a list in `[ ]` or settings in `{ }` need a comma or their closing bracket"
_INDENTATION = "this line does not fit the lines above it: look at its indentation"
_NAME = "text that begins with `&` or `*` must be put in quotes"
_MEANINGS = (
    (
        "mapping values are not allowed",
        f"text without quotes has a colon and a space in it; {_IN_QUOTES}",
    ),
    ("exceeded maximum nesting depth", TOO_DEEP),
    ("could not find expected ':'", "a key lacks its colon, or a line of text is indented too little"),
    ("unexpected end of stream", "a text in quotes begins here and does not end"),
    ("unknown escape character", _BACKSLASH),
    ("expected hexdecimal number", _BACKSLASH),
    ("expected escape sequence", _BACKSLASH),
    ("did not find expected ','", _BRACKET),
    ("expected ',' or", _BRACKET),
    ("did not find expected '-' indicator", "the list above goes on with `- `, or ends with its indentation"),
    ("did not find expected key", f"{_INDENTATION}, and at where the quotes above it end"),
    ("expected <block end>", f"{_INDENTATION}, and at where the quotes above it end"),
    ("expected node content", "a value or a closing bracket is expected here"),
    ("expected the node content", "a value or a closing bracket is expected here"),
    ("sequence entries are not allowed", "a list cannot begin here; begin it on the line below its key"),
    ("expected <document start>", _INDENTATION),
    ("expected comment or line break", "nothing may follow `|` or `>` on the same line"),
    ("expected chomping or indentation", "nothing may follow `|` or `>` on the same line"),
    ("leading empty line", "an empty line at the start of a text is indented further than the text"),
    ("expected directive name", "text that begins with % must be put in quotes"),
    ("tag handle", "text that begins with `!` must be put in quotes"),
    ("expected alphabetic or numeric character", _NAME),
)


def syntax_sentence(error: Any, text: str) -> tuple[str, int]:
    """A sentence on a `yaml.YAMLError`, and the line it is about, counted from 1."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", "") or error)
    if mark is None:  # yaml.reader.ReaderError knows a position, in bytes or characters
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return "there is an invisible control character here; take it out", line
    if "unexpected end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark
    line = min(mark.line, text.count("\n")) + 1
    return _meaning(problem, _line(text, mark.line), mark.column), line


def _meaning(problem: str, line: str, column: int) -> str:
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation or line[column : column + 1] == "\t":
        return "there is a tab here; YAML wants spaces"
    if "cannot start any token" in problem:
        return f"text that begins with {line[column : column + 1]} must be put in quotes"
    for part, meaning in _MEANINGS:
        if part in problem:
            return meaning
    return f"this cannot be read as YAML: {problem}"


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""
