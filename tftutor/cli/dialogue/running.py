"""Running and checking the step that is spoken of."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TypeVar

from tftutor.application.runs.endings import Ending, in_a_sentence
from tftutor.application.runs.other_instances import going_on_elsewhere, stop_elsewhere
from tftutor.application.screen_state import Kind
from tftutor.cli.dialogue.conversation import Conversation
from tftutor.cli.dialogue.hangup import outliving_the_terminal, stoppable_from_elsewhere
from tftutor.cli.dialogue.run_narrator import RunNarrator
from tftutor.cli.dialogue.steps import tell_after, what_now
from tftutor.cli.dialogue.talk import EndOfInput
from tftutor.cli.interrupt import cancel_on_interrupt
from tftutor.course.model import Exercise, Predict, Quiz, Read, Run, StepRef, Task
from tftutor.course.references import code_step
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.presentation.verdicts import Role, error_rows, rows
from tftutor.problems import Problem
from tftutor.progress.records import StepState
from tftutor.runtime.cancel import Cancel
from tftutor.runtime.evidence import Evidence
from tftutor.tutor.verdict_sentences import ended_badly

Result = TypeVar("Result", Evidence, Outcome)

_SIGN = re.compile(r"^(\s*)[✓✗·!○] (?=\S|$)")
_HEADS: dict[Role, str] = {"passed": "  yes: "}  # where the sign alone says it


def run(conversation: Conversation, rest: str) -> None:
    """Runs the code of the step and tells what it prints; nothing is judged."""
    ref = conversation.step()
    talk, desk = conversation.talk, conversation.desk
    if code_step(ref) is None:
        talk.say("This step has no code to run.")
        what_now(conversation, ref)
        return
    tried = desk.standings().state(ref).attempts > 0
    if isinstance(ref.step, Predict) and not tried and rest != "anyway":
        talk.say("First say what you expect it to do; that is how one learns from it.")
        talk.say("Say your answer, or `run anyway`.")
        return
    code = ref.step.code if isinstance(ref.step, Predict) else _draft(conversation, ref)
    tutor = conversation.tutor()
    narrator = RunNarrator(conversation, shows=True)

    def work(cancel: Cancel) -> Evidence:
        return tutor.try_out(ref, code, on_event=narrator, cancel=cancel)

    evidence = _watched(conversation, ref, "run", narrator, work)
    _ended(conversation, evidence)
    if isinstance(ref.step, Predict):
        _compare(conversation, ref)
    if isinstance(ref.step, Run | Predict) and desk.standings().of(ref) == "done":
        tell_after(conversation, ref)


def check(conversation: Conversation, _rest: str) -> None:
    """Judges the learner's code or what they did on the machine, and tells why if it is not it yet."""
    ref = conversation.step()
    talk, step = conversation.talk, ref.step
    if isinstance(step, Read | Run | Quiz | Predict):
        talk.say("There is nothing to check in this step.")
        what_now(conversation, ref)
        return
    if isinstance(step, Exercise) and conversation.desk.is_untouched(ref):
        conversation.desk.draft(ref)
        talk.say("Not started: your file still holds the starter.")
        what_now(conversation, ref)
        return
    code = _draft(conversation, ref) if isinstance(step, Exercise) else ""
    tutor = conversation.tutor()
    narrator = RunNarrator(conversation, shows=False)

    def work(cancel: Cancel) -> Outcome:
        if isinstance(step, Task):
            attempt = tutor.inspect(ref, cancel=cancel)
        else:
            attempt = tutor.attempt(ref, code, on_event=narrator, cancel=cancel)
        return outcome_of(attempt, cancelled=cancel.requested)

    talk.say("Checking ...")
    _tell_outcome(conversation, _watched(conversation, ref, "check", narrator, work))


def _watched(
    conversation: Conversation,
    ref: StepRef,
    kind: Kind,
    narrator: RunNarrator,
    work: Callable[[Cancel], Result],
) -> Result:
    """Does the work; Ctrl+C ends it. That it goes on is remembered, in case we do not see its end."""
    screen_state, settings = conversation.screen_state, conversation.desk.settings
    before = going_on_elsewhere(screen_state, ref.id)
    if before is not None:
        stopped = stop_elsewhere(screen_state, before)
        conversation.talk.say(
            f"The {before.kind} that still went on {'is stopped' if stopped else 'goes on all the same'}."
        )
    screen_state.note_run(ref.id, kind)
    screen_state.save()
    began, unseen = time.monotonic(), ""
    seconds = conversation.tutor().longest_seconds(ref, kind)
    with outliving_the_terminal(settings.keep_runs, seconds) as hangup:
        try:
            with cancel_on_interrupt() as cancel, stoppable_from_elsewhere(cancel), narrator.speaking():
                result = work(cancel)
                narrator.finish()
            if hangup.begun:
                unseen = _in_a_sentence(ref, kind, result, time.monotonic() - began)
                raise EndOfInput
            return result
        except Problem as problem:
            unseen = str(problem) if hangup.begun else ""
            raise
        finally:
            screen_state.run_ended(ref.id, unseen=unseen)
            screen_state.save()


def _in_a_sentence(ref: StepRef, kind: Kind, result: Evidence | Outcome, seconds: float) -> str:
    """For the next start; "" where another tutor ended it."""
    if "cancelled" in (getattr(result, "status", ""), getattr(result, "ending", "")):
        return ""
    if isinstance(result, Outcome):
        return in_a_sentence(Ending(kind, "", result, None, seconds), "")
    outcome = None if result.completed else Outcome(ref, "failed", ended_badly(result).headline)
    last = next((line for line in reversed(result.output.splitlines()) if line.strip()), "")
    return in_a_sentence(Ending(kind, "", outcome, result, seconds), last)


def _draft(conversation: Conversation, ref: StepRef) -> str:
    conversation.desk.draft(ref)
    return conversation.desk.drafts.read(ref.id) or ""


def _ended(conversation: Conversation, evidence: Evidence) -> None:
    talk = conversation.talk
    seconds = f"{evidence.usage.seconds:.1f} s"
    if evidence.error and evidence.ending == "error":
        talk.say(f"It stopped after {seconds} by an error:")
        for row in error_rows(evidence.error):
            talk.say(row.text, first=row.head, indent=" " * row.indent)
    elif evidence.ending == "finished":
        talk.say(f"It ran to its end in {seconds}, on the {evidence.device.upper()}.")
    else:
        talk.say(evidence.sentence or f"It ended after {seconds}.")


def _compare(conversation: Conversation, ref: StepRef) -> None:
    answers = [one for one in conversation.desk.progress.attempts(ref.id) if not one.before_reset]
    if not answers:
        conversation.talk.say("What did you expect? Say your answer.")
        return
    last = answers[-1]
    verdict = "and that is it." if last.verdict == "passed" else "and that is not it yet. Say another one."
    conversation.talk.say(f"You had answered {last.code}, {verdict}")


def _tell_outcome(conversation: Conversation, outcome: Outcome) -> None:
    talk, ref = conversation.talk, outcome.ref
    talk.say()
    for row in rows(outcome):
        if row.role == "gap":
            talk.say()
            continue
        head = _HEADS.get(row.role) or _SIGN.sub(r"\1", row.head)
        talk.say(row.text, first=head, indent=" " * row.indent)
    talk.say()
    if outcome.status == "passed":
        tell_after(conversation, ref)
        return
    _what_to_try(conversation, outcome, conversation.desk.standings().state(ref))


def _what_to_try(conversation: Conversation, outcome: Outcome, state: StepState) -> None:
    talk, step = conversation.talk, outcome.ref.step
    advice = outcome.attempt.verdict.advice if outcome.attempt else ""
    if outcome.status == "blocked" and advice:
        talk.say(advice)
        return
    if not isinstance(step, Exercise | Task) or outcome.status not in ("failed", "timeout"):
        return
    if state.attempts > 1:
        talk.say(f"That was attempt {state.attempts}.")
    if state.hints < len(step.hints):
        talk.say(
            f"Change it and say `check` again; `hint` gives hint {state.hints + 1} of {len(step.hints)}."
        )
    elif isinstance(step, Exercise):
        talk.say("Change it and say `check` again; `solution` reads the solution to you.")
    else:
        talk.say("Say `check` once you have changed something.")
