"""The conversation itself: a greeting, then a word from the learner and what comes of it, over and over."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack

from tftutor.application.desk import open_desk
from tftutor.application.screen_state import ScreenState
from tftutor.cli.dialogue import (
    answer_commands,
    browse_commands,
    edit_commands,
    help_commands,
    run_commands,
    step_commands,
)
from tftutor.cli.dialogue.commands import NAMES, parsed
from tftutor.cli.dialogue.console import EndOfInput, Interruption, LineConsole
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.course.model import Read, StepRef
from tftutor.course.scope import find_step
from tftutor.nearest import nearest
from tftutor.places import places
from tftutor.presentation.failures import as_problem, place_of
from tftutor.presentation.root_cause import Diagnosed, diagnosed
from tftutor.presentation.text import tidy
from tftutor.problems import Problem, UsageProblem

Doing = Callable[[Conversation, str], None]
_LOG = logging.getLogger(__name__)
_PROMPT = "What now? "
_COMMAND = re.compile(r"`tftutor (show|list|run|check|hint|answer|reset|progress)\b")

_DOING: dict[str, Doing] = {
    "next": lambda conversation, _: step_commands.go_next(conversation),
    "back": lambda conversation, _: step_commands.go_back(conversation),
    "again": lambda conversation, _: step_commands.tell(conversation, conversation.step()),
    "run": run_commands.run,
    "check": run_commands.check,
    "answer": answer_commands.answer,
    "hint": help_commands.hint,
    "solution": help_commands.solution,
    "prelude": help_commands.prelude,
    "reset": help_commands.reset,
    "restart": help_commands.restart,
    "shell": help_commands.shell,
    "code": edit_commands.code,
    "edit": edit_commands.edit,
    "type": edit_commands.type_in,
    "line": edit_commands.line,
    "insert": edit_commands.insert,
    "delete": edit_commands.delete,
    "home": browse_commands.home,
    "list": browse_commands.list_steps,
    "open": browse_commands.open_named,
    "find": browse_commands.find_steps,
    "glossary": browse_commands.glossary,
    "progress": browse_commands.progress,
    "doctor": browse_commands.doctor,
    "pages": browse_commands.pages,
    "help": browse_commands.help_words,
}


def run(step: str = "") -> int:
    """Talks until the learner leaves, beginning at ``step`` where one is named. Always 0.

    Raises Problem when the course or the learner's files cannot be opened at all, and for a step that
    is not there.
    """
    console = LineConsole(sys.stdin, sys.stdout)
    with ExitStack() as closing:
        desk = closing.enter_context(open_desk())
        screen_state = ScreenState.open(places().state)
        conversation = Conversation(desk, console, screen_state, closing)
        try:
            _begin(conversation, find_step(desk.course, step) if step else None)
            _talk_on(conversation)
        except EndOfInput:
            pass
        screen_state.save()
        console.say("Your place is kept.")
    return 0


def _begin(conversation: Conversation, ref: StepRef | None) -> None:
    try:
        _greet(conversation)
        if ref is None:
            browse_commands.home(conversation)
        else:
            step_commands.open_step(conversation, ref)
        _news(conversation)
    except Interruption:
        pass  # what was said in place of Enter is said again at the first question
    except KeyboardInterrupt:
        conversation.console.say()


def _talk_on(conversation: Conversation) -> None:
    """Raises EndOfInput at the end."""
    line: str | None = None
    while True:
        try:
            if line is None:
                conversation.console.say()
                line = conversation.console.ask_what_next(_PROMPT)
            said, line = line, None
            _do(conversation, said)
        except Interruption as interruption:
            line = interruption.line
        except KeyboardInterrupt:
            conversation.console.say()
        except Problem as problem:
            _LOG.info("problem", exc_info=problem)
            _tell(conversation, problem)
        except EndOfInput:
            raise
        except Exception as error:  # noqa: BLE001 - a defect of ours becomes a sentence, and the console goes on
            _tell(conversation, as_problem(error, ["--plain"]))


def _do(conversation: Conversation, said: str) -> None:
    text = said.strip()
    if not text:
        _go_on(conversation)
        return
    means_answer = answer_commands.means_answer(conversation, text)
    conversation.listed = False
    word, rest = parsed(text)
    if means_answer:
        answer_commands.answer(conversation, text)
    elif word is not None and word.name == "quit":
        raise EndOfInput
    elif word is not None:
        _DOING[word.name](conversation, rest)
    elif text.isdecimal():
        browse_commands.open_named(conversation, text)
    else:
        _named(conversation, text)


def _go_on(conversation: Conversation) -> None:
    """Enter alone: the next step where this one is done, else what can be said."""
    ref = conversation.here
    if ref is None or isinstance(ref.step, Read) or conversation.desk.standings().of(ref) == "done":
        step_commands.go_next(conversation)
    else:
        step_commands.what_now(conversation, ref)


def _named(conversation: Conversation, text: str) -> None:
    """Something that is no word of ours: the name of a step perhaps."""
    try:
        browse_commands.open_named(conversation, text)
    except UsageProblem as problem:
        near = nearest(text.split()[0], NAMES)
        if near:
            raise UsageProblem(
                f"`{text.split()[0]}` is no word here.", f"Did you mean `{near[0]}`?"
            ) from None
        meant = problem.next_step if "Did you mean" in problem.next_step else "`help` tells all words."
        raise UsageProblem(f"`{text}` is no word here, and no step.", meant) from None


def _greet(conversation: Conversation) -> None:
    """Once in a learner's life."""
    console, screen_state = conversation.console, conversation.screen_state
    if screen_state.trouble:
        console.say(screen_state.trouble)
        console.say()
    if screen_state.welcomed:
        return
    console.say(
        "Welcome. tftutor teaches TensorFlow in small steps: you read a little, write a little code, have it "
        "run and checked, and are told what it did. Here that is a conversation: tftutor says something, and "
        "you say a word or press Enter."
    )
    console.say(
        f"Your programs are plain files below {tidy(conversation.desk.settings.workspace)}; change them with "
        "any editor. You can leave at any moment, with `quit` or Ctrl+D: your place is kept."
    )
    console.say("`doctor` finds out whether anything is wrong on this machine. `help` tells all words.")
    console.say()
    screen_state.note_welcomed()
    screen_state.save()


def _news(conversation: Conversation) -> None:
    """Runs that were cut off, or ended while nobody looked."""
    console, screen_state = conversation.console, conversation.screen_state
    for news in screen_state.news():
        console.say(f"{news.step}: {news.sentence}")
    screen_state.note_news_seen()
    for run in screen_state.going_on():
        begun = f", begun {run.began_words}" if run.began else ""
        console.say(
            f"Your {run.kind} of {run.step} still goes on{begun}; say `{run.kind}` there to begin anew."
        )
    for cut_off in screen_state.unfinished():
        what = f"Your last {cut_off.kind} of {cut_off.step} was cut off"
        console.say(f"{what}; say `{cut_off.kind}` there to begin it anew.")
        screen_state.run_ended(cut_off.step)
    screen_state.save()


def _tell(conversation: Conversation, problem: Problem) -> None:
    """A sentence and a next step; commands are named as they are said here."""
    console = conversation.console
    told = diagnosed(problem)
    if isinstance(told, Diagnosed):
        _tell_remedy(console, told)
        return
    for text in (place_of(told) + told.sentence, told.next_step):
        if text:
            console.say(_as_said_here(text))


def _tell_remedy(console: LineConsole, problem: Diagnosed) -> None:
    for text in (problem.sentence, problem.cause):
        console.say(_as_said_here(text))
    for command in problem.commands:
        console.display.line(f"  {command}")
    console.say(_as_said_here(problem.note))


def _as_said_here(text: str) -> str:
    return _COMMAND.sub(r"`\1", text.replace("`tftutor env-doctor", "`doctor"))
