"""Writing code in a conversation: in the learner's editor, line by line, or one line of it."""

from __future__ import annotations

from pathlib import Path

from tftutor.application import external_programs
from tftutor.cli.dialogue.console import EndOfInput
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.course.model import Exercise, Run, StepRef
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem

_END = "."


def code(conversation: Conversation, rest: str) -> None:
    """Reads the code with line numbers."""
    ref = _with_file(conversation)
    lines = _lines(conversation, ref)
    first, last = _span(rest or f"1 {len(lines)}", len(lines))
    for number in range(first, last + 1):
        conversation.console.display.line(f"{number:>3}  {lines[number - 1]}".rstrip())
    conversation.console.say()


def edit(conversation: Conversation, _rest: str) -> None:
    """Opens the file in the learner's editor."""
    ref = _with_file(conversation)
    console, desk = conversation.console, conversation.desk
    path = desk.drafts.path(ref.id)
    if not console.with_person:
        console.say(f"An editor needs a terminal. Your file: {tidy(path)}")
        return
    before = desk.drafts.read(ref.id)
    try:
        external_programs.edit(path)
    except external_programs.NoEditor:
        console.say(
            "No editor that works in this terminal was found. Say `type` to write here, or open the file"
        )
        console.say(f"in an editor of your own: {tidy(path)}")
        return
    after = desk.drafts.read(ref.id)
    console.say("Your file is as it was." if after == before else "Your file has changed. Say `check`.")


def type_in(conversation: Conversation, _rest: str) -> None:
    """Takes the whole program line by line. Each line is kept at once, in case the terminal goes away."""
    ref = _with_file(conversation)
    console = conversation.console
    kept = conversation.desk.drafts.path(ref.id).with_suffix(".typed")
    console.say("Write your program, the spaces at the beginning of each line included.")
    console.say("A full stop alone on a line ends it. Ctrl+C gives up; your file then stays as it is.")
    lines = _taken_up(conversation, kept)
    try:
        while True:
            line = console.ask(f"{len(lines) + 1}> ")
            if line == _END:
                break
            lines.append(line)
            with kept.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{line}\n")
    except EndOfInput:
        pass  # Ctrl+D ends the program, as a full stop does
    except KeyboardInterrupt:
        kept.unlink(missing_ok=True)
        console.say()
        console.say("Your file is as it was.")
        return
    if lines:
        _write(conversation, ref, lines)
    else:
        console.say("Nothing was written, so your file is as it was.")
    kept.unlink(missing_ok=True)


def line(conversation: Conversation, rest: str) -> None:
    """Says one line anew. Text given at once keeps the spaces that the line began with."""
    ref = _with_file(conversation)
    lines = _lines(conversation, ref)
    number, text = _number(rest, len(lines))
    old = lines[number - 1]
    if text:
        lines[number - 1] = _indent(old) + text
    else:
        conversation.console.say(f"Now: {_spoken_line(old)}")
        lines[number - 1] = conversation.console.ask(f"{number}> ")
    _write(conversation, ref, lines)


def insert(conversation: Conversation, rest: str) -> None:
    """Puts a line before line N; N may be one more than there are."""
    ref = _with_file(conversation)
    lines = _lines(conversation, ref)
    number, text = _number(rest, len(lines) + 1)
    if text:
        like = lines[number - 1] if number <= len(lines) else ""
        lines.insert(number - 1, _indent(like) + text)
    else:
        lines.insert(number - 1, conversation.console.ask(f"{number}> "))
    _write(conversation, ref, lines)


def delete(conversation: Conversation, rest: str) -> None:
    """Takes lines out."""
    ref = _with_file(conversation)
    lines = _lines(conversation, ref)
    first, last = _span(rest, len(lines))
    del lines[first - 1 : last]
    _write(conversation, ref, lines)


def _with_file(conversation: Conversation) -> StepRef:
    ref = conversation.step()
    if not isinstance(ref.step, Exercise | Run):
        raise UsageProblem("This step has no file of yours.", "`again` reads the step once more.")
    conversation.desk.draft(ref)
    return ref


def _lines(conversation: Conversation, ref: StepRef) -> list[str]:
    return (conversation.desk.drafts.read(ref.id) or "").splitlines()


def _write(conversation: Conversation, ref: StepRef, lines: list[str]) -> None:
    conversation.desk.drafts.write(ref.id, "".join(f"{one}\n" for one in lines))
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    what = "check" if isinstance(ref.step, Exercise) else "run"
    conversation.console.say(f"Your file now has {count}. Say `{what}`, or `code` to hear it.")


def _taken_up(conversation: Conversation, kept: Path) -> list[str]:
    """The lines of a program that was cut off, if the learner wants to go on with them."""
    if not kept.exists():
        return []
    lines = kept.read_text(encoding="utf-8", errors="replace").splitlines()
    console = conversation.console
    console.say(
        f"You were cut off here after {len(lines)} lines; the last was: "
        f"{_spoken_line(lines[-1] if lines else '')}"
    )
    if console.ask("Go on after it? yes or no: ").strip().lower() in ("", "y", "yes"):
        return lines
    kept.unlink()
    return []


def _span(rest: str, count: int) -> tuple[int, int]:
    words = rest.split()
    if not 1 <= len(words) <= 2 or not all(word.isdecimal() for word in words):
        raise UsageProblem("Which lines?", "Say a number, or two: the first and the last.")
    first, last = int(words[0]), int(words[-1])
    if not 1 <= first <= last <= count:
        raise UsageProblem(f"Your file has lines 1 to {count}.")
    return first, last


def _number(rest: str, most: int) -> tuple[int, str]:
    word, _, text = rest.partition(" ")
    if not word.isdecimal():
        raise UsageProblem("Which line?", "Say its number, as in `line 4`; `code` reads the numbers.")
    if not 1 <= int(word) <= most:
        raise UsageProblem(f"Say a number from 1 to {most}.")
    return int(word), text.strip()


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _spoken_line(text: str) -> str:
    """A line with its beginning in words, since spaces cannot be heard."""
    spaces = len(_indent(text))
    return (f"{spaces} spaces, then: " if spaces else "") + (text.strip() or "an empty line")
