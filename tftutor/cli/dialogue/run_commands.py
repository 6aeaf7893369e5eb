"""Running and checking the step that is spoken of."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from tftutor.application.attempts import (
    ANSWER_FIRST,
    Result,
    code_to_check,
    code_to_run,
    last_answer,
    must_answer_first,
)
from tftutor.application.runs.endings import RunEnding, in_a_sentence
from tftutor.application.runs.journal import RunJournal
from tftutor.application.runs.noted import RunKind
from tftutor.application.runs.other_instances import stop_and_wait
from tftutor.cli.dialogue.console import EndOfInput
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.hangup import outliving_the_terminal, stoppable_from_elsewhere
from tftutor.cli.dialogue.run_narrator import RunNarrator
from tftutor.cli.dialogue.step_commands import tell_after, what_now
from tftutor.cli.interrupt import cancel_on_interrupt
from tftutor.course.model import Exercise, Predict, Quiz, Read, Run, StepRef
from tftutor.course.references import code_step
from tftutor.presentation.outcomes import Outcome
from tftutor.presentation.verdicts import Role, error_rows, rows
from tftutor.presentation.what_to_try import what_to_try
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.evidence import Evidence

_SIGN = re.compile(r"^(\s*)[✓✗·!○] (?=\S|$)")
_HEADS: dict[Role, str] = {"passed": "  yes: "}  # where the sign alone says it


def run(conversation: Conversation, rest: str) -> None:
    """Runs the code of the step and tells what it prints; nothing is judged."""
    ref = conversation.step()
    console, desk = conversation.console, conversation.desk
    if code_step(ref) is None:
        console.say("This step has no code to run.")
        what_now(conversation, ref)
        return
    if must_answer_first(desk, ref) and rest != "anyway":
        console.say(ANSWER_FIRST)
        console.say("Say your answer, or `run anyway`.")
        return
    code = code_to_run(desk, ref)
    narrator = RunNarrator(conversation, shows=True)

    def work(cancel: Cancel) -> Result:
        return conversation.attempts.run(ref, code, on_event=narrator, cancel=cancel)

    evidence = _watched(conversation, ref, "run", narrator, work).evidence
    assert evidence is not None  # a problem was raised
    _ended(conversation, evidence)
    if isinstance(ref.step, Predict):
        _compare(conversation, ref)
    if isinstance(ref.step, Run | Predict) and desk.standings().of(ref) == "done":
        tell_after(conversation, ref)


def check(conversation: Conversation, _rest: str) -> None:
    """Judges the learner's code or what they did on the machine, and tells why if it is not it yet."""
    ref = conversation.step()
    console, step = conversation.console, ref.step
    if isinstance(step, Read | Run | Quiz | Predict):
        console.say("There is nothing to check in this step.")
        what_now(conversation, ref)
        return
    code = code_to_check(conversation.desk, ref) if isinstance(step, Exercise) else ""
    if code is None:
        conversation.desk.draft(ref)
        console.say("Not started: your file still holds the starter.")
        what_now(conversation, ref)
        return
    narrator = RunNarrator(conversation, shows=False)

    def work(cancel: Cancel) -> Result:
        return conversation.attempts.check(ref, code or "", on_event=narrator, cancel=cancel)

    console.say("Checking ...")
    outcome = _watched(conversation, ref, "check", narrator, work).outcome
    assert outcome is not None  # of a check there is one
    _tell_outcome(conversation, outcome)


def _watched(
    conversation: Conversation,
    ref: StepRef,
    kind: RunKind,
    narrator: RunNarrator,
    work: Callable[[Cancel], Result],
) -> Result:
    """Does the work; Ctrl+C ends it. That it goes on is remembered, in case we do not see its end.

    Raises the Problem where nothing can be said of the code.
    """
    screen_state, settings = conversation.screen_state, conversation.desk.settings
    journal = RunJournal(None, screen_state)
    before = journal.elsewhere(ref.id)
    if before is not None:
        stopped = stop_and_wait(journal, before)
        conversation.console.say(
            f"The {before.kind} that still went on {'is stopped' if stopped else 'goes on all the same'}."
        )
    screen_state.note_run(ref.id, kind)
    screen_state.save()
    began, unseen = time.monotonic(), ""
    seconds = conversation.attempts.longest_seconds(ref, kind)
    with outliving_the_terminal(settings.keep_runs, seconds) as hangup:
        try:
            with cancel_on_interrupt() as cancel, stoppable_from_elsewhere(cancel), narrator.speaking():
                result = work(cancel)
                narrator.finish()
            if hangup.begun:
                unseen = _in_a_sentence(kind, result, time.monotonic() - began)
                raise EndOfInput
            if result.outcome is not None and result.outcome.problem is not None:
                raise result.outcome.problem
            return result
        finally:
            screen_state.run_ended(ref.id, unseen=unseen)
            screen_state.save()


def _in_a_sentence(kind: RunKind, result: Result, seconds: float) -> str:
    """For the next start; "" where another tutor ended it."""
    outcome, evidence = result.outcome, result.evidence
    if outcome is not None and outcome.status == "cancelled":
        return ""
    if outcome is not None and outcome.problem is not None:
        return str(outcome.problem)
    printed = evidence.output.splitlines() if evidence else []
    last = next((line for line in reversed(printed) if line.strip()), "")
    return in_a_sentence(RunEnding(kind, "", outcome, evidence, seconds), last)


def _ended(conversation: Conversation, evidence: Evidence) -> None:
    console = conversation.console
    seconds = f"{evidence.usage.seconds:.1f} s"
    if evidence.error and evidence.ending == "error":
        console.say(f"It stopped after {seconds} by an error:")
        for row in error_rows(evidence.error):
            console.say(row.text, first=row.head, indent=" " * row.indent)
    elif evidence.ending == "finished":
        console.say(f"It ran to its end in {seconds}, on the {evidence.device.upper()}.")
    else:
        console.say(evidence.sentence or f"It ended after {seconds}.")


def _compare(conversation: Conversation, ref: StepRef) -> None:
    last = last_answer(conversation.desk, ref)
    if last is None:
        conversation.console.say("What did you expect? Say your answer.")
        return
    verdict = "and that is it." if last.right else "and that is not it yet. Say another one."
    conversation.console.say(f"You had answered {last.shown}, {verdict}")


def _tell_outcome(conversation: Conversation, outcome: Outcome) -> None:
    console, ref = conversation.console, outcome.ref
    console.say()
    for row in rows(outcome):
        if row.role == "gap":
            console.say()
            continue
        head = _HEADS.get(row.role) or _SIGN.sub(r"\1", row.head)
        console.say(row.text, first=head, indent=" " * row.indent)
    console.say()
    if outcome.status == "passed":
        tell_after(conversation, ref)
        return
    _what_to_try(conversation, outcome)


def _what_to_try(conversation: Conversation, outcome: Outcome) -> None:
    console, state = conversation.console, conversation.desk.standings().state(outcome.ref)
    tip = what_to_try(outcome, attempts=state.attempts, hints_seen=state.hints)
    if tip.advice:
        console.say(tip.advice)
    if tip.attempt:
        console.say(f"That was attempt {tip.attempt}.")
    if tip.hint:
        console.say(f"Change it and say `check` again; `hint` gives hint {tip.hint} of {tip.hints}.")
    elif tip.solution:
        console.say("Change it and say `check` again; `solution` reads the solution to you.")
    elif outcome.status in ("failed", "timeout"):
        console.say("Say `check` once you have changed something.")
