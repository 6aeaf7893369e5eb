"""Looking around: home, lists, search, glossary, progress, the doctor."""

from __future__ import annotations

from tftutor.application.standing import Standings, effort, position, steps_of
from tftutor.cli.dialogue.commands import DIALOGUE_COMMANDS
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.step_commands import KINDS, ended, open_step, place
from tftutor.course.glossary import load_glossary
from tftutor.course.model import StepRef
from tftutor.course.scope import find
from tftutor.nearest import listed, nearest
from tftutor.problems import UsageProblem

_MOST_FOUND = 20


def home(conversation: Conversation, _rest: str = "") -> None:
    """Where the learner is, and the sessions by number."""
    conversation.here = None
    console, standings = conversation.console, conversation.desk.standings()
    course = standings.course
    console.say(f"{course.title}. The sessions:")
    for number, session in enumerate(course.sessions, 1):
        console.say(
            f"{number}. {session.title}: {_count(standings, steps_of(course, session.id))}.", indent="   "
        )
    conversation.offer([session.id for session in course.sessions])
    console.say()
    ref = place(conversation)
    if ref is None:
        console.say("You have done every step of this course. A number opens a session.")
        return
    begun = bool(standings.opened)
    console.say(f"{'You are at' if begun else 'It begins with'}: {position(ref)}, {ended(ref.step.title)}")
    console.say(
        f"Press Enter to {'go on there' if begun else 'begin'}, say a number to open a session, or `help`."
    )


def list_steps(conversation: Conversation, rest: str) -> None:
    """The steps of the lesson that is open, or what ``rest`` names."""
    if not rest and conversation.here is None:
        home(conversation)
        return
    name = rest or conversation.step().id.rpartition("/")[0]
    _tell_scope(conversation, _named(conversation, name))


def open_named(conversation: Conversation, rest: str) -> None:
    """Goes to a step, or lists a lesson or session, by number or name."""
    if not rest:
        raise UsageProblem("What shall be opened?", "Say a number or a name; `list` tells them.")
    name = _named(conversation, rest)
    if name in conversation.desk.course.steps:
        open_step(conversation, conversation.desk.course.steps[name])
    else:
        _tell_scope(conversation, name)


def find_steps(conversation: Conversation, rest: str) -> None:
    """Steps that speak of all these words, numbered."""
    console = conversation.console
    words = rest.lower().split()
    if not words:
        raise UsageProblem("What shall be found?", "Say it behind the word, as in `find gradient`.")
    found = [ref for ref in conversation.desk.course.steps.values() if _speaks_of(ref, words)]
    if not found:
        console.say(f"No step speaks of {listed(words)}.")
        return
    conversation.offer([ref.id for ref in found[:_MOST_FOUND]])
    for number, ref in enumerate(found[:_MOST_FOUND], 1):
        console.say(f"{number}. {ref.step.title}, in {ref.lesson.title}.", indent="   ")
    if len(found) > _MOST_FOUND:
        console.say(f"And {len(found) - _MOST_FOUND} more; another word makes them fewer.")
    console.say("Say a number to open one.")


def glossary(conversation: Conversation, rest: str) -> None:
    """What a term means, in a sentence."""
    console = conversation.console
    entries = load_glossary(conversation.desk.course.folder)
    if not rest:
        console.say(f"The glossary has {len(entries.entries)} terms. Say one, as in `glossary tensor`.")
        return
    entry = entries.find(rest)
    if entry is None:
        near = nearest(rest, [form for one in entries.entries for form in (one.word, *one.also)], count=3)
        hint = f"Did you mean {listed(near, 'or')}?" if near else "`find` looks for it in the lessons."
        raise UsageProblem(f"The glossary has no `{rest}`.", hint)
    console.display.markdown(f"{entry.word}: {entry.says}")


def progress(conversation: Conversation, _rest: str) -> None:
    """What was done, lesson by lesson."""
    console, standings = conversation.console, conversation.desk.standings()
    course = standings.course
    for session in course.sessions:
        console.say(f"{session.title}: {_count(standings, steps_of(course, session.id))}.")
        for lesson in session.lessons:
            refs = steps_of(course, f"{session.id}/{lesson}")
            if any(standings.of(ref) != "new" for ref in refs):
                title = course.lessons[f"{session.id}/{lesson}"].title
                parts = [part for part in (_count(standings, refs), effort(standings, refs)) if part]
                console.say(f"{title}: {', '.join(parts)}.", first="  ", indent="  ")
    refs = list(course.steps.values())
    console.say(f"{standings.done(refs)} of {standings.total(refs)} steps of the course are done.")


def doctor(conversation: Conversation, rest: str) -> None:
    """What is wrong on this machine; with an id, all about one finding."""
    from tftutor.doctor import CATALOGUE, Options, diagnose
    from tftutor.doctor.text_report import write_entry, write_report

    display = conversation.console.display
    if rest:
        name = rest.removeprefix("explain").strip()
        if name not in CATALOGUE:
            near = nearest(name, CATALOGUE)
            hint = f"Did you mean `{near[0]}`?" if near else "`doctor` alone tells the ids."
            raise UsageProblem(f"There is no finding `{name}`.", hint)
        write_entry(CATALOGUE[name], display)
        return
    conversation.console.say("Looking at this machine ...")
    write_report(diagnose(Options(tty=conversation.console.with_person)), display)


def help_words(conversation: Conversation, _rest: str) -> None:
    """All words, with their letters."""
    console = conversation.console
    console.say("Say one of these words, or the letter behind it:")
    for word in DIALOGUE_COMMANDS:
        letters = ", ".join(also for also in word.also if len(also) == 1)
        name = " ".join(part for part in (word.name, word.takes) if part)
        console.say(f"{name}{f' ({letters})' if letters else ''}: {word.says}", first="  ", indent="    ")
    console.say(
        "A number opens what was listed last. Enter alone goes on. Ctrl+C stops a run; Ctrl+D leaves."
    )


def pages(conversation: Conversation, rest: str) -> None:
    """Whether long texts wait for Enter."""
    if rest.lower() not in ("on", "off"):
        raise UsageProblem("Say `pages on` or `pages off`.")
    conversation.console.pages = rest.lower() == "on"
    does = "wait for Enter" if conversation.console.pages else "are told without a pause"
    conversation.console.say(f"Long texts now {does}.")


def _named(conversation: Conversation, name: str) -> str:
    """The full name of a step, lesson or session, by its number in what was listed last, or its name."""
    course, offered = conversation.desk.course, conversation.offered
    if name.isdecimal():
        if not 1 <= int(name) <= len(offered):
            many = f"Say a number from 1 to {len(offered)}" if offered else "Nothing is listed"
            raise UsageProblem(f"{many}; `home` and `list` tell what there is.")
        return offered[int(name) - 1]
    first = find(course, name)[0].id.split("/")
    word = name.strip().strip("/").lower()
    for depth in (1, 2):
        whole = "/".join(first[:depth])
        if whole == word or whole.endswith(f"/{word}"):
            return whole
    return "/".join(first)


def _tell_scope(conversation: Conversation, name: str) -> None:
    console, standings = conversation.console, conversation.desk.standings()
    course = standings.course
    if name in course.steps:
        name = name.rpartition("/")[0]
    refs = steps_of(course, name)
    if name in course.lessons:
        console.say(f"{course.lessons[name].title}, {_count(standings, refs)}. The steps:")
        conversation.offer([ref.id for ref in refs])
        for ref in refs:
            done = {"new": "", "read": ", read"}.get(standings.word(ref), f", {standings.word(ref)}")
            aside = f", {said}" if (said := standings.aside(ref)) else ""
            console.say(f"{ref.number}. {ref.step.title}, {KINDS[ref.step.kind]}{aside}{done}.", indent="   ")
    else:
        session = next(one for one in course.sessions if one.id == name)
        console.say(f"{session.title}, {_count(standings, refs)}. The lessons:")
        conversation.offer([f"{name}/{lesson}" for lesson in session.lessons])
        for number, id in enumerate(conversation.offered, 1):
            lesson = course.lessons[id]
            count = _count(standings, steps_of(course, id))
            console.say(
                f"{number}. {lesson.title}, {lesson.minutes} minutes, {count}. {lesson.summary}", indent="   "
            )
    console.say("Say a number to open one.")


def _speaks_of(ref: StepRef, words: list[str]) -> bool:
    text = f"{ref.id} {ref.step.title} {ref.lesson.title} {' '.join(ref.step.words)} {ref.step.text}".lower()
    return all(word in text for word in words)


def _count(standings: Standings, refs: list[StepRef]) -> str:
    done, total = standings.done(refs), standings.total(refs)
    return "all done" if done == total else f"{done} of {total} steps done"
