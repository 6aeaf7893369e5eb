"""Every word of the course in one plain sentence; those of the step at hand come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from tftutor.course.glossary import Glossary, GlossaryEntry, load_glossary
from tftutor.presentation.search import search
from tftutor.problems import Problem
from tftutor.tui.screens.home_rows import fit, fold
from tftutor.tui.screens.list_screen import ListScreen
from tftutor.tui.widgets.key_bar import Hint, KeyBar, hint_of
from tftutor.tui.widgets.row_list import ListRow, RowList, row
from tftutor.tui.widgets.words_input import WordsInput

_WORD = 22


class GlossaryScreen(ListScreen):
    """``word``: where the cursor begins. ``here``: the words of the step that the learner comes from."""

    HEAD = "Glossary"
    HINTS = ("back", "search-list", "help")
    HELP = (
        "The words of the course. {search-list} and a few letters show those that fit, by name or by meaning."
    )

    def __init__(self, word: str = "", here: Sequence[str] = ()) -> None:
        super().__init__()
        self._word = word
        self._here = tuple(here)
        self._glossary = Glossary(())
        self._query = ""
        self._trouble = ""

    def inside(self) -> ComposeResult:
        """A line to type in, and the words."""
        yield WordsInput(placeholder="a word", compact=True)
        yield RowList()

    def on_mount(self) -> None:
        try:
            self._glossary = load_glossary(self.host.desk.course.folder)
        except Problem as problem:
            self._trouble = str(problem)
        entry = self._glossary.find(self._word) if self._word else None
        if entry is not None:
            self._word = entry.word

    def draw(self) -> None:
        """All words, or those that fit what was typed."""
        self.list.show(self.rows(), cursor=self._word or None)

    def rows(self) -> Sequence[ListRow]:
        """A word and its sentence, folded beside it."""
        if self._trouble:
            return [row(f"  {line}") for line in fold(self._trouble, self.columns)]
        if self._query:
            texts = [
                (entry, f"{entry.word}\n{' '.join((*entry.also, entry.says))}")
                for entry in self._glossary.entries
            ]
            found = search(self._query, texts)
            return [*self._entries(found)] or [row(("  No word has these letters.", "dim"))]
        return [*self._all()]

    def _all(self) -> Iterator[ListRow]:
        here = [entry for word in self._here if (entry := self._glossary.find(word))]
        if here:
            yield row(("  Words of this step", "strong"))
            yield from self._entries(here)
            yield row()
        rest = sorted(
            (one for one in self._glossary.entries if one not in here), key=lambda one: one.word.casefold()
        )
        if here and rest:
            yield row(("  All others", "strong"))
        yield from self._entries(rest)
        if not (here or rest):
            yield row(("  This course has no glossary.", "dim"))

    def _entries(self, entries: Sequence[GlossaryEntry]) -> Iterator[ListRow]:
        for entry in entries:
            first, *more = fold(" ".join(entry.says.split()), self.columns - _WORD - 3)
            yield row((f"   {fit(entry.word, _WORD)} ", "mark"), first, key=entry.word)
            for line in more:
                yield row(f"   {'':<{_WORD}} {line}")

    def action_search(self) -> None:
        """To the line where letters are typed."""
        self.query_one(Input).focus()

    def on_descendant_focus(self) -> None:
        """Letters that are typed into the line are no keys."""
        keys = self.host.keys
        while_typing = [
            Hint("enter", "to the words"),
            hint_of("back", keys),
            hint_of("help", keys, typing=True),
        ]
        self.query_one(KeyBar).show((), while_typing if isinstance(self.focused, Input) else self.hints())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._query = event.value.strip()
        self._word = next((one.key for one in self.rows() if one.key), "")
        self.draw()

    @on(Input.Submitted)
    def _to_the_list(self) -> None:
        self.list.focus()

    def on_key(self, event: events.Key) -> None:
        """Down leaves the line that is typed in."""
        if event.key == "down" and isinstance(self.focused, Input):
            self.list.focus()
            event.stop()
