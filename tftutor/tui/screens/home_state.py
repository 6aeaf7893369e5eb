"""What the home screen knows: at once from the cache, a moment later from the course itself."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tftutor.application.overview import Overview, OverviewProgress, cached, course_folder, keep, overview_of
from tftutor.application.screen_state import ScreenState
from tftutor.places import places
from tftutor.problems import Problem
from tftutor.runtime.inside.grants import gpu_may_be_used
from tftutor.tui.screens.home_rows import Notice

if TYPE_CHECKING:
    from tftutor.application.desk import Desk
    from tftutor.progress.store import ProgressStore


def cached_progress() -> OverviewProgress | None:
    """What is kept of the course, with the learner's progress; None when nothing of use is kept.

    Raises Problem when the settings or the progress cannot be read.
    """
    here = places()
    overview = cached(course_folder(), here.cache)
    if overview is None:
        return None
    from tftutor.progress.store import ProgressStore

    with ProgressStore.open(here.state) as progress:
        return _progress(overview, progress)


def read_progress(desk: Desk, known: Overview | None) -> OverviewProgress:
    """The same from the course that has been read; what is kept of it is put right. Not for the UI thread."""
    overview = overview_of(desk.course, _words(desk), _pages(desk))
    if overview != known:
        with contextlib.suppress(OSError):  # a cache that cannot be written costs a second at the next start
            keep(overview, desk.course.folder, places().cache)
    return _progress(overview, desk.progress)


def _progress(overview: Overview, progress: ProgressStore) -> OverviewProgress:
    gpu = gpu_may_be_used()
    return OverviewProgress(overview, progress.steps(), progress.opened(), progress.last_opened(), gpu)


def away(screen_state: ScreenState, overview: Overview) -> list[Notice]:
    """What happened since the learner left; it is told once."""
    titles = {id: step.title for id, step in overview.steps.items()}
    notices = [
        Notice(
            f"Your last run finished while you were away: {titles.get(one.step, one.step)}. {one.sentence}",
            one.step,
        )
        for one in screen_state.news()
    ]
    for run in screen_state.unfinished():
        what = "check" if run.kind == "check" else "run"
        when = f" of {run.began}" if run.began else ""
        notices.append(
            Notice(
                f"Your {what}{when} was cut off when the tutor ended: {titles.get(run.step, run.step)}. "
                "Enter opens the step, where it can be started again.",
                run.step,
            )
        )
        screen_state.run_ended(run.step)
    if notices:
        screen_state.note_news_seen()
    if screen_state.trouble:
        notices.append(Notice(screen_state.trouble))
    return notices


def going_on(screen_state: ScreenState, overview: Overview) -> list[Notice]:
    """Runs that another tutor has going: one that was left while it went on, or one in another window."""
    titles = {id: step.title for id, step in overview.steps.items()}
    notices = []
    for run in screen_state.going_on():
        begun = f", begun {run.began_words}" if run.began else ""
        where = "" if run.alone else " in another tutor of yours"
        notices.append(
            Notice(
                f"Your {run.kind} of {titles.get(run.step, run.step)} still goes on{where}{begun}. "
                "Enter opens the step, where you see what it prints and can stop it.",
                run.step,
            )
        )
    return notices


def _words(desk: Desk) -> list[tuple[str, str]]:
    from tftutor.course.glossary import load_glossary

    try:
        glossary = load_glossary(desk.course.folder)
    except Problem:  # the glossary screen says what is amiss with it
        return []
    return [(" ".join(one.word.split()), " ".join(one.says.split())) for one in glossary.entries]


def _pages(desk: Desk) -> list[tuple[str, str]]:
    from tftutor.course.pages import load_pages

    try:
        pages = load_pages(desk.course.folder)
    except Problem:  # `tftutor lint` and `tftutor page` say what is amiss with them
        return []
    return [(one.id, " ".join(one.title.split())) for one in pages.pages]
