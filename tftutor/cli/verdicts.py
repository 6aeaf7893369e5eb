"""A verdict on the screen: the reason first, then the evidence, then what to try."""

from __future__ import annotations

from tftutor.checks.base import CheckResult
from tftutor.checks.words import percent
from tftutor.cli.checking import Outcome, OutcomeStatus
from tftutor.cli.display import Display, Part
from tftutor.cli.failures import place_of
from tftutor.course.model import Exercise, Predict, Quiz
from tftutor.runtime.evidence import ProgramError
from tftutor.tutor import Attempt, Verdict

GLYPHS: dict[OutcomeStatus, str] = {
    "passed": "✓", "failed": "✗", "timeout": "✗", "blocked": "·", "broken": "!", "not started": "○",
    "cancelled": "·",
}  # fmt: skip
WORDS: dict[OutcomeStatus, str] = {
    "passed": "passed", "failed": "not yet", "timeout": "too slow", "blocked": "blocked", "broken": "broken",
    "not started": "not started", "cancelled": "stopped",
}  # fmt: skip
STYLES: dict[OutcomeStatus, str] = {
    "passed": "green", "failed": "yellow", "timeout": "yellow", "blocked": "dim", "broken": "magenta",
    "not started": "dim", "cancelled": "dim",
}  # fmt: skip
_HEADS: dict[OutcomeStatus, str] = {
    "passed": "Passed", "failed": "Not yet", "timeout": "Not yet", "blocked": "Not possible here",
    "broken": "Not your fault", "not started": "Not started", "cancelled": "Stopped",
}  # fmt: skip
_LABEL = 11


def row(outcome: Outcome) -> list[Part]:
    """One line of a table: the word, the step, how long it took."""
    status = outcome.status
    took = f"{outcome.seconds:.1f} s" if outcome.attempt and outcome.attempt.evidence else ""
    if outcome.attempt and outcome.attempt.reused:
        took = "as before"
    return [
        (f"{GLYPHS[status]} {WORDS[status]:<12}", STYLES[status]),
        f"{outcome.ref.id:<54} ",
        (took, "dim"),
    ]


def draw(display: Display, outcome: Outcome, *, attempts: int = 0, hints_seen: int = 0) -> None:
    """The outcome of one step in full. ``attempts``: how many there were, this one included."""
    head = f"{GLYPHS[outcome.status]} {_HEADS[outcome.status]}: "
    sentence = (place_of(outcome.problem) if outcome.problem else "") + flowing(outcome.sentence)
    display.wrapped(
        sentence, first=head, indent="  ", style=f"bold {STYLES[outcome.status]}".replace(" dim", "")
    )
    if outcome.problem and outcome.problem.next_step:
        display.wrapped(outcome.problem.next_step, indent="  ")
    if outcome.attempt:
        _evidence(display, outcome.attempt)
    display.line()
    _what_to_try(display, outcome, attempts, hints_seen)


def figures(attempt: Attempt) -> list[str]:
    """The figures behind thresholds: `validation error 6.94 %, pass mark 7.5 %`."""
    found = []
    for result in attempt.verdict.checks:
        value, mark = result.measured.get("value"), result.measured.get("pass_mark")
        if value is None or mark is None:
            continue
        name = result.title.partition(" at most ")[0].partition(" at least ")[0]
        write = percent if result.kind == "accuracy" else "{:g}".format
        found.append(f"{name} {write(value)}, pass mark {write(mark)}")
    return found


def data_words(attempts: list[Attempt]) -> list[str]:
    """Which data were used, each set once: `mnist: real MNIST, from ...`."""
    return list(dict.fromkeys(f"{used.name}: {used.origin}" for attempt in attempts for used in attempt.data))


def flowing(text: str) -> str:
    """A sentence of the course on one line, however its author broke it."""
    return " ".join(text.split())


def draw_error(display: Display, error: ProgramError) -> None:
    """The learner's own exception, cut to their lines."""
    frames = error.frames[-3:]
    for frame in frames:
        display.wrapped(f"line {frame.line} of {frame.section}:  {frame.text.strip()}", indent="  ")
    display.wrapped(f"{error.type}: {error.message}" if error.message else error.type, indent="  ")


def _evidence(display: Display, attempt: Attempt) -> None:
    verdict = attempt.verdict
    failed = verdict.first_failed
    if verdict.error:
        display.line()
        draw_error(display, verdict.error)
    if failed and verdict.status == "failed":
        _against(display, failed, verdict, attempt.code)
    if verdict.checks:
        display.line()
        for result in verdict.checks:
            _check(display, result)
    lines = [*figures(attempt), *data_words([attempt])]
    if lines:
        display.line()
        for one in lines:
            display.wrapped(one, indent="  ")


def _against(display: Display, failed: CheckResult, verdict: Verdict, code: str) -> None:
    if failed.reason and failed.reason.strip() != verdict.headline.strip():
        display.line()
        display.wrapped(flowing(failed.reason), indent="  ")
    rows = [("expected", failed.expected), ("seen", failed.seen), ("look at", _line(code, failed.line))]
    if any(text for _, text in rows):
        display.line()
    for label, text in rows:
        if text:
            display.wrapped(text, first=f"  {label:<{_LABEL}}", indent=" " * (_LABEL + 2))
    if failed.advice and failed.advice.strip() != verdict.headline.strip():
        display.line()
        display.wrapped(flowing(failed.advice), indent="  ")


def _line(code: str, number: int | None) -> str:
    lines = code.splitlines()
    return f"line {number}:  {lines[number - 1].strip()}" if number and number <= len(lines) else ""


def _check(display: Display, result: CheckResult) -> None:
    head, style = {
        "passed": ("✓ ", "green"),
        "failed": ("✗ not yet: ", "yellow"),
        "broken": ("! could not be judged: ", "magenta"),
        "skipped": ("· not looked at: ", "dim"),
    }[result.status]
    display.wrapped(result.title, first=f"  {head}", indent="    ", style=style)


def _what_to_try(display: Display, outcome: Outcome, attempts: int, hints_seen: int) -> None:
    ref, step = outcome.ref, outcome.ref.step
    if outcome.status == "broken" or outcome.status == "passed":
        return
    if outcome.attempt and outcome.status == "blocked" and outcome.attempt.verdict.advice:
        display.wrapped(outcome.attempt.verdict.advice)
        return
    if outcome.status == "not started" or isinstance(step, Quiz | Predict):
        verb = "show" if isinstance(step, Exercise) else "answer"
        display.line(
            "Begin with: " if outcome.status == "not started" else "Once more: ", f"tftutor {verb} {ref.id}"
        )
        return
    if outcome.status == "timeout":
        display.line("If this machine is slow, give it more time:")
        display.line((f"  tftutor check {ref.id} --seconds 120", "bold"))
    if attempts > 1:
        display.line((f"attempt {attempts}", "dim"))
    if isinstance(step, Exercise) and outcome.status in ("failed", "timeout"):
        if hints_seen < len(step.hints):
            display.line(f"Hint {hints_seen + 1} of {len(step.hints)}: ", (f"tftutor hint {ref.id}", "bold"))
        else:
            display.line("The solution: ", (f"tftutor show {ref.id} --solution", "bold"))
