"""The output of a run on the screen."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

import pytest
from fake_runs import step
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tftutor.application.runs.job import Job
from tftutor.application.runs.output_buffer import OutputBuffer, pieces
from tftutor.runtime.events import Output, Started
from tftutor.tui.widgets.output import OutputView

Size = tuple[int, int]


class Shown(App[None]):
    """One view, one job."""

    keys: ClassVar[dict[str, str]] = {}  # as `Host` has them

    def __init__(self, job: Job | None = None) -> None:
        super().__init__()
        self.job = job or new_job()
        self.view = OutputView(empty="Nothing has run yet.")
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def on_output_view_written(self, event: OutputView.Written) -> None:
        self.said.append(event.sentence)

    def prints(self, text: str) -> None:
        self.job.on_event(Output("stdout", text))
        self.view.show(self.job)

    def rows(self) -> list[str]:
        """What stands on the screen."""
        return [
            self.view.render_line(y).text.rstrip() for y in range(self.view.scrollable_content_region.height)
        ]


def new_job(file: Path | None = None) -> Job:
    job = Job(step("free-play"), "run", "", output_file=file)
    job.on_event(Started("cpu"))
    return job


def shown(
    test: Callable[[Shown, Pilot[None]], Awaitable[None]], size: Size = (40, 10), job: Job | None = None
) -> None:
    """Runs a test on an application of its own."""

    async def run() -> None:
        app = Shown(job)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(run())


def numbered(start: int, end: int) -> str:
    return "".join(f"line {n}\n" for n in range(start, end))


def test_it_says_what_it_is_for_until_something_is_printed() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        assert app.rows()[0] == "Nothing has run yet."
        app.prints("hello\n")
        assert app.rows()[:2] == ["hello", ""]

    shown(test)


def test_it_follows_the_end_until_the_learner_scrolls_up_and_again_after_end() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(numbered(0, 100))
        await pilot.pause()
        assert app.rows()[-1] == "line 99"
        await pilot.press("pageup")
        await pilot.pause()
        above = app.rows()
        app.prints(numbered(100, 200))
        await pilot.pause()
        assert app.rows() == above
        await pilot.press("end")
        await pilot.pause()
        assert app.rows()[-1] == "line 199"
        app.prints("last\n")
        await pilot.pause()
        assert app.rows()[-1] == "last"

    shown(test)


def test_keras_bar_is_one_line_that_changes() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        for done in range(1, 11):
            app.prints("\b" * 40 + f"\r\x1b[1m{done:>2}/10\x1b[0m \x1b[32m{'━' * done}\x1b[0m 1s/step")
            await pilot.pause()
            assert app.rows()[0] == f"{done:>2}/10 {'━' * done} 1s/step"
        app.prints("\nnext\n")
        assert app.rows()[1] == "next"

    shown(test)


def test_only_ten_thousand_lines_are_kept_and_it_says_so(tmp_path: Path) -> None:
    job = new_job(tmp_path / "all.txt")

    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(numbered(0, 25_000))
        await pilot.pause()
        assert app.rows()[-1] == "line 24999"
        await pilot.press("home")
        await pilot.pause()
        skipped = app.job.lines.first
        assert 14_000 <= skipped <= 15_000
        assert app.rows()[0].startswith(f"{skipped:,} lines skipped; all of it is in ")
        assert app.rows()[1] == f"line {skipped}"
        await pilot.press("w")
        await pilot.pause()
        assert app.said == [f"All of the output is in {tmp_path / 'all.txt'}"]
        assert (tmp_path / "all.txt").read_text() == numbered(0, 25_000)

    shown(test, size=(120, 10), job=job)


def test_what_the_learner_reads_stays_in_place_while_lines_are_skipped() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(numbered(0, 9_000))
        await pilot.pause()
        app.view.scroll_to(y=8_000, animate=False)
        await pilot.pause()
        assert app.rows()[0] == "line 8000"
        for start in range(9_000, 15_000, 500):
            app.prints(numbered(start, start + 500))
            await pilot.pause()
            assert app.rows()[0] == "line 8000"

    shown(test)


def test_a_long_line_is_reached_sideways() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints("".join(f"{n:<10}" for n in range(1000)) + "\n")
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        assert app.rows()[0].startswith("  1         2")
        app.view.scroll_to(x=9_990, animate=False)
        await pilot.pause()
        assert app.rows()[0].strip().endswith("999")

    shown(test)


@pytest.mark.parametrize("text", ["数字 " * 30, "👩‍👩‍👧 ❤️ 👍🏽 " * 20, "e\u0301" * 100, "\t\ta\tb" * 20])
def test_every_row_is_as_wide_as_the_view(text: str) -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(text + "\n")
        for x in (0, 1, 7, 15):
            app.view.scroll_to(x=x, animate=False)
            await pilot.pause()
            strip = app.view.render_line(0)
            assert strip.cell_length == app.view.scrollable_content_region.width
            assert "\u200d" not in strip.text and "\ufe0f" not in strip.text and "\t" not in strip.text

    shown(test)


def test_the_end_stays_in_sight_when_the_window_changes() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(numbered(0, 100))
        for size in ((40, 5), (80, 30), (20, 8)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert app.rows()[-1] == "line 99"

    shown(test)


def test_a_hundred_thousand_lines_cost_little_memory() -> None:
    tracemalloc.start()
    try:
        buffer = OutputBuffer()
        for start in range(0, 100_000, 1000):
            buffer.feed("".join(f"Epoch 1/10  step {n}  loss: 0.1234\n" for n in range(start, start + 1000)))
        assert tracemalloc.get_traced_memory()[0] < 4_000_000
    finally:
        tracemalloc.stop()
    assert buffer.end == 100_000


def test_many_long_lines_are_cut_and_skipped_too() -> None:
    buffer = OutputBuffer()
    for _ in range(150):
        buffer.feed("x" * 30_000 + "\n")
    assert max(len(line) for line in buffer) == 20_000
    assert sum(len(line) for line in buffer) <= 2_200_000


def test_two_streams_grow_their_own_lines() -> None:
    buffer = OutputBuffer()
    buffer.feed("1/10 \r2/10", "stdout")
    buffer.feed("a warning\n", "stderr")
    assert list(buffer) == ["a warning", "2/10 "]
    buffer.finish()
    assert list(buffer) == ["a warning", "2/10 "]


def test_a_disk_that_takes_no_more_does_not_end_a_run() -> None:
    buffer = OutputBuffer(Path("/dev/null/no-folder/out.txt"))
    buffer.feed("a\nb\n")
    buffer.finish()
    assert list(buffer) == ["a", "b"]
    assert buffer.file is None and "could not be written" in buffer.trouble


def test_colours_are_kept_apart_from_the_text() -> None:
    buffer = OutputBuffer()
    buffer.feed("a\x1b[1;31mb\x1b[0mc\x1b]52;c;SEVMTE8=\x07d\x1b[2J\n")
    assert pieces(buffer.line(0)) == [("a", ""), ("b", "1;31"), ("cd", "")]
    assert list(buffer) == ["abcd"]


@pytest.mark.parametrize("cut", [1, 3, 4096])
def test_no_chunking_changes_what_is_shown(cut: int) -> None:
    text = "a\tb\r\n\x1b[32mgreen\x1b[0m 10%\r20%\n数\b字\nend"
    buffer = OutputBuffer()
    for start in range(0, len(text), cut):
        buffer.feed(text[start : start + cut])
    assert list(buffer) == ["a       b", "20%en 10%", "字", "end"]


def test_a_bar_that_moves_repaints_one_row_only() -> None:
    async def test(app: Shown, pilot: Pilot[None]) -> None:
        app.prints(numbered(0, 5) + "10/10 ━━━━━━━━━━")
        await pilot.pause()
        drawn: list[int] = []
        render = app.view.render_line
        app.view.render_line = lambda y: drawn.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        app.prints("\r 9/10 ━━━━━━━━")
        await pilot.pause()
        assert set(drawn) == {5}

    shown(test)
