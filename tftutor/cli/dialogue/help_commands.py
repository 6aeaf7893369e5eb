"""Hints, solutions, what runs before, starting anew, and a shell."""

from __future__ import annotations

from tftutor.application.external_programs import open_shell
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.run_commands import check
from tftutor.course.model import Exercise, Task
from tftutor.course.programs import sections
from tftutor.course.references import code_step
from tftutor.presentation.text import tidy
from tftutor.problems import UsageProblem


def hint(conversation: Conversation, _rest: str) -> None:
    """The next hint; the last one again when all were heard."""
    ref = conversation.step()
    if not isinstance(ref.step, Exercise | Task):
        raise UsageProblem("This step has no hints.", "`again` reads it once more.")
    console, hints = conversation.console, ref.step.hints
    level = min(conversation.desk.standings().state(ref).hints + 1, len(hints))
    console.say(f"Hint {level} of {len(hints)}.")
    console.markdown(hints[level - 1])
    conversation.desk.progress.note_hint(ref.id, level)
    if level < len(hints):
        console.say("`hint` gives another one.")
    elif isinstance(ref.step, Exercise):
        console.say("That is the last hint. `solution` reads the solution to you.")


def solution(conversation: Conversation, _rest: str) -> None:
    """The solution. While there are hints left, one has to mean it: a letter is quickly mistyped."""
    ref = conversation.step()
    if not isinstance(ref.step, Exercise):
        raise UsageProblem("This step has no solution.", "`again` reads it once more.")
    console = conversation.console
    state = conversation.desk.standings().state(ref)
    left = len(ref.step.hints) - state.hints
    if left and not state.passed and not state.solution_seen and conversation.solution_meant != ref.id:
        conversation.solution_meant = ref.id
        hints = "There is 1 more hint" if left == 1 else f"There are {left} more hints"
        console.say(f"{hints}: `hint`. If you want the solution all the same, say `solution` once more.")
        return
    conversation.desk.progress.note_solution_seen(ref.id)
    console.say("The solution:")
    console.say()
    console.code(ref.step.solution)
    console.say("Write it rather than copy it: the hand remembers.")


def prelude(conversation: Conversation, _rest: str) -> None:
    """The code of earlier steps that runs before the learner's."""
    ref = conversation.step()
    parts = sections(conversation.desk.course, ref) if code_step(ref) else []
    console = conversation.console
    if not parts:
        console.say("Nothing runs before your code in this step.")
        return
    console.say("This runs before your code, in this order; its names are there for you to use.")
    for name, code in parts:
        console.say()
        console.say(f"{name}:")
        console.code(code)


def reset(conversation: Conversation, _rest: str) -> None:
    """Starts the step anew, once the learner has agreed."""
    ref = conversation.step()
    console, desk = conversation.console, conversation.desk
    agreed = console.ask(f"Start {ref.id} anew? Your file is kept beside. yes or no: ")
    if agreed.strip().lower() not in ("y", "yes"):
        console.say("Nothing was changed.")
        return
    for file in desk.reset([ref])[1]:
        console.say(f"Your old file: {tidy(file)}")
    console.say("It starts again.")


def restart(conversation: Conversation, _rest: str) -> None:
    """Drops the checkpoint of the step, so that its next run begins from the start."""
    conversation.console.say(conversation.desk.begin_from_start(conversation.step()))


def shell(conversation: Conversation, rest: str) -> None:
    """The learner's shell, or one command of it. A task is looked at afterwards."""
    console = conversation.console
    if not rest and not console.with_person:
        raise UsageProblem("A shell needs a terminal.", "Say `!` and a command.")
    if not rest:
        console.say("This is a shell; `exit` brings you back.")
    with console.without_pauses():
        open_shell(rest, with_terminal=console.with_person)
    if conversation.here and isinstance(conversation.here.step, Task):
        check(conversation, "")
    elif not rest:
        console.say("You are back in tftutor.")
