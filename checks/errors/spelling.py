"""What Python could not read in a line, in plain words: brackets, quotes, colons, spaces, pasted signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a page or a word processor writes in place of a sign of Python's.
_SIGNS = {
    **dict.fromkeys("“”„‟«»″", 'Type the straight quote of the keyboard, `"`, in place of each of them.'),
    **dict.fromkeys("‘’‚‛′´", "Type the straight quote of the keyboard, `'`, in place of each of them."),
    **dict.fromkeys("×·⋅∗", "Times is written `*`."),
    **dict.fromkeys("−–—‐", "Minus is the short stroke of the keyboard, `-`."),
    "÷": "Divided by is written `/`.",
    "²": "To the power of 2 is written `** 2`.",
    "³": "To the power of 3 is written `** 3`.",
    "≤": "At most is written `<=`.",
    "≥": "At least is written `>=`.",
    "≠": "Not equal is written `!=`.",
    "…": "Three dots are three points of the keyboard, `...`.",
}
_LABELS = {
    "for": "`for hour in hours:`",
    "while": "`while count < 5:`",
    "if": "`if count == 3:`",
    "def": "`def double(x):`",
    "with": "`with writer.as_default():`",
}
_SMALL = re.compile(r"(?P<word>Import|From|For|While|If|Else|Elif|Def|With|Return|In|And|Or|Not)\b")
_ANOTHER_EQUAL = "One equal sign stores a value under a name. Two of them ask whether two things are equal."


def misread(message: str, kind: str, line: str, lines: list[str]) -> tuple[str, str] | None:
    """Why Python could not read ``line``, and what to try; None where nothing more than that is known.

    ``message`` is Python's own, ``kind`` its exception, ``lines`` the whole program.
    """
    return next((found for found in _found(message, kind, line, lines)), None)


def _found(message: str, kind: str, line: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    yield from _pasted(line, lines)
    yield from _strange(message)
    if kind == "TabError":
        yield (
            "This line begins with a tab where others begin with spaces. They look alike, but not to Python.",
            "Delete everything before its first word, and type four spaces for each level of indentation.",
        )
    yield from _indentation(message)
    yield from _quotes(message)
    yield from _brackets(message)
    yield from _words_of_python(message, line)
    yield from _equals(message, line)
    yield from _between(message, line)


def _pasted(line: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    if re.match(r"\s*>>>", line):
        yield (
            "The signs `>>>` are what Python shows when it waits; they are not part of a program.",
            "Delete them at the start of every line.",
        )
    if re.match(r"\s*(In|Out)\s*\[\d*\]:", line):
        yield "The number in brackets is a notebook's label, not part of the program.", "Delete it."
    if re.match(r"\s*[$!%]\s*\w", line) or re.match(r"\s*(sudo\s+)?(pip3?|python3?|cd|ls)\s+\w", line):
        yield (
            "This line looks like a command for the shell. A program of Python cannot read it.",
            "Type it in a terminal, and take it out of the program.",
        )
    if len(numbered := [one for one in lines if re.match(r"\s*\d+[.:|]?(\s|$)", one)]) > max(
        1, len(lines) // 2
    ):
        yield (
            f"Your lines begin with numbers, {numbered[0].split()[0]} and so on. They belong to the page, "
            "not to the program.",
            "Delete them, and the spaces after them.",
        )


def _strange(message: str) -> Iterator[tuple[str, str]]:
    invisible = re.search(r"invalid non-printable character (U\+[0-9A-F]+)", message)
    if invisible:
        yield (
            "This line has a character that cannot be seen. Often it looks like a space, and was pasted "
            "from a web page.",
            "Delete the spaces of this line and type them again.",
        )
    sign = re.search(r"invalid character '(.)'", message)
    if sign:
        advice = _SIGNS.get(sign[1], "Type that place again with the keyboard.")
        yield f"The sign `{sign[1]}` is not one that Python knows.", advice


def _indentation(message: str) -> Iterator[tuple[str, str]]:
    body = re.search(r"expected an indented block(?: after .* on line (\d+))?", message)
    if body:
        opener = f"line {body[1]}" if body[1] else "the line before"
        yield (
            f"Something that belongs to {opener} should be indented further.",
            "Put four spaces before it.",
        )
    if "unindent does not match" in message:
        yield (
            "This line is indented a little less than the line before, but lines up with no line above it.",
            "Lines that belong together begin in the same column: count their spaces, 0, 4, 8 and so on.",
        )
    if "unexpected indent" in message:
        yield (
            "This line is indented further than the one before, and no line above asks for that.",
            "Delete the spaces before it. Only below a line that ends in a colon does the text move right.",
        )


def _quotes(message: str) -> Iterator[tuple[str, str]]:
    if "unterminated" in message and "triple" not in message:
        yield (
            "A text begins in this line, and the quote at its end is missing.",
            "Put the same quote at its end as at its start.",
        )
    if "unterminated triple-quoted" in message:
        yield "A text begins with three quotes and never ends.", "Put the three quotes at its end, too."
    if re.search(r"f-string: (expecting '|invalid syntax|unterminated)", message):
        yield (
            "In an f-string, a gap is not right: each `{` needs its `}`, with a name or a sum in between.",
            "Compare the brackets with the text of the step: {name}.",
        )
    if "f-string: single '}'" in message or "f-string: empty expression" in message:
        yield (
            "In an f-string, a placeholder is wrong: between `{` and `}` goes what is to be filled in.",
            "Write a name between the two brackets.",
        )


def _brackets(message: str) -> Iterator[tuple[str, str]]:
    never = re.search(r"'(.)' was never closed", message)
    if never:
        partner = {"(": ")", "[": "]", "{": "}"}[never[1]]
        yield (
            f"The bracket `{never[1]}` that opens in this line is never closed.",
            f"Count the brackets: each `{never[1]}` needs its `{partner}`.",
        )
    crossed = re.search(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", message)
    if crossed:
        yield (
            f"`{crossed[2]}` was opened last, and `{crossed[1]}` cannot close it.",
            "Close brackets in turn, the last one opened first, each with its own kind.",
        )
    alone = re.search(r"unmatched '(.)'", message)
    if alone:
        yield (
            f"There is one `{alone[1]}` too many: nothing was opened for it.",
            "Count the brackets.",
        )


def _words_of_python(message: str, line: str) -> Iterator[tuple[str, str]]:
    capital = _SMALL.match(line.strip())
    if capital and "invalid syntax" in message:
        word = capital["word"]
        yield (
            f"`{word}` begins with a capital letter. Python's own words are written small.",
            f"Write `{word.lower()}`.",
        )
    if "expected ':'" in message:
        word = line.split()[0].rstrip("(") if line.split() else ""
        example = f", as in {_LABELS[word]}" if word in _LABELS else ""
        yield (
            "The colon is missing at the end of this line.",
            f"A line of this kind ends in `:`{example}.",
        )
    if re.match(r"(function|func|define)\s+\w+\s*\(", line.strip()):
        yield "A function is made with another word in Python.", "Write `def`, then its name."
    if re.match(r"(else\s+if|elseif)\b", line.strip()):
        yield "`else` and `if` are one word in Python.", "Write `elif`."
    if "'return' outside function" in message:
        yield (
            "`return` is outside a function, so there's nobody to return a value to.",
            "Put four spaces before it, if it belongs to the function above.",
        )


def _equals(message: str, line: str) -> Iterator[tuple[str, str]]:
    asks = re.match(r"(if|elif|while)\b", line.strip())
    if "'==' " in message and (asks or "==" not in line):
        if asks:
            yield _ANOTHER_EQUAL, "Write `==` in this line."
        elif "cannot assign" in message:
            yield (
                "What's on the left of `=` can't be a name.",
                "The name comes first, then `=`, then the value.",
            )
    if "cannot assign to" in message:
        yield (
            "What's on the left of `=` can't be a name.",
            "The name comes first, then `=`, then the value. To ask whether two are equal, write `==`.",
        )


def _between(message: str, line: str) -> Iterator[tuple[str, str]]:
    bare = re.sub(r"([\"']).*?\1", "''", line).partition("#")[0]
    if "invalid" in message and re.search(r"[\w)\]]\s+x\s+[\w(\[]|\d\s*x\s*\d", bare):
        yield "An x is a letter to Python, not the sign for times.", "Times is written `*`."
    if "invalid decimal literal" in message:
        yield (
            "In this line, letters follow a number at once.",
            "A name cannot begin with a digit, and times is always written: `2 * x`.",
        )
    if "leading zeros" in message:
        yield "A whole number may not begin with 0.", "Leave the zeros in front out."
    if "positional argument follows keyword" in message:
        yield (
            "Between the brackets, an argument without a name follows one with a name.",
            "Put those with a name, such as `axis=1`, at the end.",
        )
    if "forgot a comma" in message or re.search(r"('|\d|\))\s+\w+\(|\w\s+''", bare):
        yield (
            "This line has two things next to each other with nothing between them.",
            "Put in what is missing: a comma in a list, `+` or `*` in a sum.",
        )
