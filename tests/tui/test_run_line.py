"""What the line under the panes says of a run."""

from __future__ import annotations

import re

from fake_runs import step

from tftutor.application.runs.job import Job, RunKind
from tftutor.presentation.outcomes import Outcome, outcome_of
from tftutor.runtime.events import CodeEnded, Output, Started, Waiting
from tftutor.runtime.evidence import Evidence, ProgramError, StackFrame, Usage
from tftutor.tui.widgets.run_line import job_words
from tftutor.tutor import Attempt, Verdict


def a_job(kind: RunKind = "check") -> Job:
    return Job(step("mean-of-squares"), kind, "")


def said(job: Job) -> str:
    """The words, without what depends on the moment."""
    return re.sub(r"\d+(\.\d)? s\b", "N s", job_words(job))


def test_each_wait_says_what_it_waits_for() -> None:
    job = a_job()
    assert said(job) == "⠋ starting  N s"
    job.on_event(Waiting("TensorFlow is starting"))
    assert said(job) == "⠋ waiting: TensorFlow is starting  N s"
    job.on_event(Started("gpu"))
    assert said(job) == "⠋ running on the GPU  N s"
    job.on_event(CodeEnded(1.0))
    assert said(job) == "⠋ checking what your program did  N s"
    job.stopping = True
    assert said(job) == "⠋ stopping  N s"


def test_a_training_says_how_far_it_is() -> None:
    job = a_job("run")
    job.on_event(Started("cpu"))
    job.on_event(Output("stdout", "step 6240 of 10000  loss 0.271\n"))
    job.look()
    assert said(job) == (
        "⠋ running on the CPU  N s   ███████░░░░░   step 6,240 of 10,000   62 %   loss 0.271"
    )


def test_how_a_run_ended() -> None:
    fine, bad, stopped = a_job("run"), a_job("run"), a_job("run")
    fine.on_event(Started("cpu"))
    fine.end(None, Evidence("finished", usage=Usage(seconds=1.25)))
    assert job_words(fine) == "Finished in 1.2 s, on the CPU"
    error = ProgramError(
        "NameError", "name 'y' is not defined", (StackFrame("your code", 3, "<module>", "y"),)
    )
    verdict = Verdict(
        "failed", "Your program uses a name that nothing has been stored under yet.", error=error
    )
    bad.end(outcome_of(Attempt(bad.ref, "", verdict)), Evidence("error", usage=Usage(seconds=2.0)))
    assert job_words(bad) == "✗ stopped after 2.0 s by an error, NameError at line 3 of your code"
    stopped.end(Outcome(stopped.ref, "cancelled", "You stopped it before its end."))
    assert job_words(stopped) == "· stopped   You stopped it before its end."


def test_how_a_check_ended() -> None:
    passed, failed = a_job(), a_job()
    passed.end(Outcome(passed.ref, "passed", "It does what it should."))
    assert said(passed) == "✓ passed, in N s   It does what it should."
    failed.end(Outcome(failed.ref, "failed", "You summed where the text averages."))
    assert said(failed) == "✗ not yet   You summed where the text averages."
