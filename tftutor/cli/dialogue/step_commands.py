"""A step told line by line, and what can be done with it."""

from __future__ import annotations

from tftutor.application.standing import Standing, Standings, steps_of
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.questions import ask
from tftutor.course.model import AnyStep, Exercise, Predict, Quiz, Read, Run, StepRef, Task
from tftutor.course.programs import sections, starter_of
from tftutor.course.references import code_step
from tftutor.presentation.text import tidy

KINDS: dict[str, str] = {
    "read": "to read", "run": "code to run", "predict": "a prediction", "exercise": "an exercise",
    "quiz": "a question", "task": "a task",
}  # fmt: skip


def open_step(conversation: Conversation, ref: StepRef) -> None:
    """Goes to a step and tells it."""
    desk = conversation.desk
    conversation.here = ref
    conversation.solution_meant = ""
    standing = _standing_words(desk.standings(), ref)
    desk.progress.note_opened(ref.id)
    conversation.screen_state.note_place(ref.id)
    conversation.screen_state.save()
    conversation.offered = [other.id for other in steps_of(desk.course, ref.id.rpartition("/")[0])]
    if isinstance(ref.step, Exercise | Run | Predict):
        conversation.warm_up()
    tell(conversation, ref, standing)


def tell(conversation: Conversation, ref: StepRef, standing: str | None = None) -> None:
    """The whole step, from its place in the course to what to do now.

    ``standing``: what was known of it before it was opened.
    """
    console, desk, step = conversation.console, conversation.desk, ref.step
    standings = desk.standings()
    standing = _standing_words(standings, ref) if standing is None else standing
    console.say()
    console.say(f"{ref.session.title}. {ref.lesson.title}, step {ref.number} of {len(ref.lesson.steps)}.")
    aside = f", {said}" if (said := standings.aside(ref)) else ""
    console.say(f"{step.title}: {KINDS[step.kind]}{aside}{standing}.")
    console.say()
    console.markdown(step.text)
    if isinstance(step, Predict):
        console.code(step.code)
    if isinstance(step, Quiz | Predict):
        ask(console.display, step)
    if isinstance(step, Exercise | Run):
        _tell_file(conversation, ref)
    if step.words:
        console.say(f"New words: {', '.join(step.words)}. `glossary TERM` says what one means.")
    if standings.of(ref) == "done" and step.after and not isinstance(step, Read):
        console.say("You have done this step. What it was for:")
        console.say()
        console.markdown(step.after)
    elif isinstance(step, Read) and step.after:
        console.markdown(step.after)
    what_now(conversation, ref)


def what_now(conversation: Conversation, ref: StepRef) -> None:
    """One or two sentences on what can be said here."""
    standings = conversation.desk.standings()
    conversation.console.say(_choices(ref.step, standings.of(ref), standings.state(ref).attempts > 0))


def go_next(conversation: Conversation) -> None:
    """To the step after this one; from home, to where the learner is."""
    desk = conversation.desk
    if conversation.here is None:
        following = place(conversation)
    else:
        following = desk.standings().after(conversation.here)
    if following is None:
        conversation.console.say("This is the last step of the course. `home` shows where something is left.")
        return
    before = conversation.here
    if before and before.lesson is not following.lesson:
        conversation.console.say(
            f"That was the lesson {before.lesson.title}. Next: {ended(following.lesson.title)}"
        )
    open_step(conversation, following)


def go_back(conversation: Conversation) -> None:
    """To the step before this one."""
    ids = list(conversation.desk.course.steps)
    at = ids.index(conversation.step().id)
    if not at:
        conversation.console.say("This is the first step of the course.")
        return
    open_step(conversation, conversation.desk.course.steps[ids[at - 1]])


def place(conversation: Conversation) -> StepRef | None:
    """Where the learner goes on: the step left last, or after it when that one is done; None at the end."""
    standings = conversation.desk.standings()
    left = conversation.screen_state.place
    ref = conversation.desk.course.steps.get(left.step) if left else None
    if ref is not None and (standings.of(ref) != "done" or isinstance(ref.step, Read)):
        return ref
    return standings.next()


def tell_after(conversation: Conversation, ref: StepRef) -> None:
    """What a step was for, once it is done, and the way on."""
    console = conversation.console
    if ref.step.after:
        console.say()
        console.markdown(ref.step.after)
    following = conversation.desk.standings().after(ref)
    if following:
        console.say(f"Next: {ended(following.step.title)} Press Enter or say `next`.")
    else:
        console.say("This is the last step of the course.")


def ended(title: str) -> str:
    """A title as the end of a sentence; some are questions."""
    return title if title.endswith(("?", ".")) else f"{title}."


def _standing_words(standings: Standings, ref: StepRef) -> str:
    word = standings.word(ref)
    return "" if word == "new" or isinstance(ref.step, Read) else f", {word}"


def _tell_file(conversation: Conversation, ref: StepRef) -> None:
    console, desk = conversation.console, conversation.desk
    file = desk.draft(ref)
    if file is None:
        return
    if desk.is_untouched(ref):
        console.code(starter_of(ref.step))
    else:
        console.say("Your file holds what you wrote; `code` reads it to you.")
    if code_step(ref) is not None and sections(desk.course, ref):
        console.say("Code of earlier steps runs before yours; `prelude` reads it to you.")
    console.say(f"Your file: {tidy(file)}")


def _choices(step: AnyStep, standing: Standing, tried: bool) -> str:
    if isinstance(step, Read):
        return "Press Enter for the next step, or say `help`."
    if standing == "done":
        return "Press Enter for the next step, or `again`, `list`, `help`."
    if isinstance(step, Run):
        return "Say `run` to run it. To change it first: `edit`, or `line` and a number."
    if isinstance(step, Exercise):
        return (
            "Say `edit` to write in your editor, or `type` to write here; then `check`. "
            "`hint` helps, `help` lists all words."
        )
    if isinstance(step, Task):
        return "Do it in another terminal, or say `!` for a shell here; then say `check`. `hint` helps."
    if isinstance(step, Predict) and tried:
        return "Say your answer, or `run` to see what the code does."
    return "Say your answer. (Letters are answers here, so say other words in full.)"
