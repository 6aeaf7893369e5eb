"""The code of a step: the editor, what is said about a line, finding, and the file on disk behind it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tftutor.application import external_programs
from tftutor.course.model import Exercise, Run, StepRef
from tftutor.course.programs import starter_of
from tftutor.presentation.text import printable, tidy
from tftutor.problems import Problem
from tftutor.tui.draft_file import DraftFile
from tftutor.tui.host import host_of
from tftutor.tui.keys import bindings
from tftutor.tui.widgets.autosave import Autosave
from tftutor.tui.widgets.conflict_bar import CompareScreen, ConflictBar
from tftutor.tui.widgets.editor import Editor
from tftutor.tui.widgets.find_bar import FindBar, go_to_place


class CodePane(Widget, can_focus=True):
    """The editor of one step at a time. Escape in it gives the keyboard to the pane, Enter gives it back."""

    DEFAULT_CSS = """
    CodePane { layout: vertical; height: 1fr; }
    CodePane > Static { height: auto; max-height: 5; padding: 0 1; display: none; }
    CodePane > Static.-said { display: block; }
    CodePane #code-mark { color: $text-error; }
    CodePane #code-note { color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("code")]

    class Saved(Message):
        """The file holds what the editor shows."""

    class Edited(Message):
        """The learner changed the code."""

    class ChangedOutside(Message):
        """Another program changed the file; the pane offers what to do."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ref: StepRef | None = None
        self._seen = ""
        self._editor = Editor(id="editor")
        self._autosave = Autosave(lambda: self._editor.code)

    def compose(self) -> ComposeResult:
        yield self._editor
        yield Static("", id="code-mark", markup=False)
        yield Static("", id="code-note", markup=False)
        yield ConflictBar()
        yield FindBar()
        yield self._autosave

    # --- what the lesson asks for ------------------------------------------------------------------

    @property
    def focus_target(self) -> Editor:
        """The widget that is typed into."""
        return self._editor

    @property
    def code(self) -> str:
        """The code as it stands in the editor, written as in the file."""
        return self._editor.code

    @property
    def cursor(self) -> tuple[int, int]:
        """(row, column) of the cursor, from 0."""
        return self._editor.cursor_location

    def open(self, ref: StepRef, *, cursor: tuple[int, int] | None = None) -> None:
        """Shows the code of a step, made from the starter if there is no draft. What was open is saved."""
        self.save_now()
        self.ref = ref
        self._autosave.begin(None)
        self.mark(None)
        self._say("")
        self.query_one(ConflictBar).remove_class("-open")
        self.query_one(FindBar).remove_class("-open")
        self._editor.read_only = not isinstance(ref.step, Exercise | Run)
        self._show(self._text_of(ref))
        if cursor is not None:
            self._editor.go_to(cursor[0] + 1, cursor[1])

    def save_now(self) -> None:
        """Saves what is typed before it returns, or says why it cannot. Call it before leaving anything."""
        self._autosave.save_now()

    def mark(self, line: int | None, sentence: str = "") -> None:
        """Marks the failing line, counted from 1, with its sentence below; the next edit clears both."""
        self._editor.mark(line)
        where = f"✗ Line {line}: " if line else ""
        said = " ".join(printable(sentence).split())
        self._tell("code-mark", where + said if said or where else "")

    def go_to(self, line: int) -> None:
        """Puts the cursor on a line, counted from 1."""
        self._editor.go_to(line)

    # --- actions -------------------------------------------------------------------------------------

    def action_edit_code(self) -> None:
        """The keyboard goes into the code."""
        self._editor.focus()

    def action_beyond(self) -> None:
        """Tab leaves the code for what comes after it."""
        chain = self.screen.focus_chain
        after = [w for w in chain[chain.index(self) :] if self not in w.ancestors_with_self]
        (after or chain)[0].focus()

    def action_find(self) -> None:
        """Opens the find bar with what is selected on one line."""
        selected = self._editor.selected_text
        self.query_one(FindBar).open("" if "\n" in selected else selected)

    def action_comment(self) -> None:
        """Makes the selected lines comments, or code again."""
        self._editor.action_comment()

    def action_find_step(self, way: int) -> None:
        """To the next place of what was looked for."""
        self._find(self.query_one(FindBar).words, way)

    def action_edit_outside(self) -> None:
        """Opens the file in the learner's own editor, and comes back with what they did there."""
        self.save_now()
        file = self._autosave.file
        if file is None:
            self._say("This code is there to be read and run; it is not in a file of yours.")
        if file is None or self._autosave.failing or self._autosave.conflict:
            return
        try:
            with self.app.suspend():
                external_programs.edit(file.path, self.cursor[0] + 1)
        except SuspendNotSupported:
            self._say(f"This terminal cannot be handed on. Your file is {tidy(file.path)}.")
        except Problem as problem:
            self._say(str(problem))
        self._take_in(file)

    def action_settle(self, choice: str | None) -> None:
        """Whose text counts: "mine", "theirs", or first "compare"."""
        if self._autosave.file is None or not self._autosave.conflict:
            return
        try:
            if choice == "compare":
                self.app.push_screen(
                    CompareScreen(self.code, self._autosave.file.theirs()), self.action_settle
                )
            elif choice == "mine":
                kept = self._autosave.keep_mine()
                self._settled(f"The other version is kept: {tidy(kept)}" if kept else "")
            elif choice == "theirs":
                text, kept = self._autosave.take_theirs()
                self._exchange(text)
                self._settled(f"What you had here is kept: {tidy(kept)}" if kept else "")
        except Problem as problem:
            self._say(str(problem))

    # --- events ----------------------------------------------------------------------------------------

    @on(Editor.Changed)
    def _changed(self, event: Editor.Changed) -> None:
        event.stop()
        if event.text_area.text == self._seen:
            return
        self._seen = event.text_area.text
        self.mark(None)
        self.post_message(self.Edited())
        self._autosave.save_soon()

    @on(Editor.Left)
    def _left(self) -> None:
        self.focus()

    @on(Editor.FindWanted)
    def _find_wanted(self) -> None:
        self.action_find()

    @on(Editor.AnewWanted)
    def _anew_wanted(self) -> None:
        if self.ref is None or self._editor.read_only:
            return
        self._exchange(starter_of(self.ref.step))
        self.mark(None, "This is the code that the step began with. Ctrl+Z brings yours back.")
        self._autosave.save_soon()

    @on(FindBar.Wanted)
    def _wanted(self, event: FindBar.Wanted) -> None:
        self._find(event.words, event.way)

    @on(FindBar.Closed)
    def _found(self) -> None:
        self._editor.focus()

    @on(ConflictBar.Chosen)
    def _chosen(self, event: ConflictBar.Chosen) -> None:
        self.action_settle(event.choice)

    @on(Autosave.Saved)
    def _saved(self) -> None:
        self.post_message(self.Saved())

    @on(Autosave.Says)
    def _said(self, event: Autosave.Says) -> None:
        self._say(event.sentence)

    @on(Autosave.Conflict)
    def _conflict(self) -> None:
        self.query_one(ConflictBar).add_class("-open")
        self.post_message(self.ChangedOutside())

    def on_app_focus(self) -> None:
        """Coming back from another window is when files have changed."""
        self._autosave.look()

    # --- how -----------------------------------------------------------------------------------------

    def _text_of(self, ref: StepRef) -> str:
        """The draft, or why it cannot be had in a sentence below an editor that changes nothing."""
        if not isinstance(ref.step, Exercise | Run):
            return starter_of(ref.step)
        desk = host_of(self).desk
        try:
            file = DraftFile(desk.drafts, ref.id)
            text = file.read()
        except Problem as problem:  # there is a file, and it must not be written over
            self._editor.read_only = True
            self._say(str(problem))
            return ""
        self._autosave.begin(file)
        if text is None:
            try:
                desk.draft(ref)
                text = file.read()
            except Problem as problem:
                self._autosave.begin(file, failing=True)
                self._say(f"Not saved. {problem}")
        return starter_of(ref.step) if text is None else text

    def _show(self, text: str) -> None:
        try:
            self._editor.load(text)
        except Problem as problem:
            self._refuse(problem)
        self._seen = self._editor.text

    def _exchange(self, text: str) -> None:
        try:
            self._editor.exchange(text)
        except Problem as problem:
            self._refuse(problem)
        self._seen = self._editor.text
        self.mark(None)
        self.post_message(self.Edited())

    def _refuse(self, problem: Problem) -> None:
        """Nothing of this file can be shown, so nothing of it is changed."""
        self._autosave.begin(None)
        self._editor.read_only = True
        self._editor.load("")
        self._say(str(problem))

    def _take_in(self, file: DraftFile) -> None:
        """What the learner's own editor left in the file; undo brings back what was here."""
        if file.look() == "same":
            return
        try:
            text = file.read()
        except Problem as problem:
            self._say(str(problem))
            return
        if text is not None:
            self._exchange(text)

    def _settled(self, sentence: str) -> None:
        self.query_one(ConflictBar).remove_class("-open")
        self._say(sentence)
        self._autosave.save_soon()

    def _find(self, words: str, way: int) -> None:
        self.query_one(FindBar).say(*go_to_place(self._editor, words, way))

    def _say(self, sentence: str) -> None:
        self._tell("code-note", " ".join(printable(sentence).split()))

    def _tell(self, id: str, text: str) -> None:
        line = self.query_one(f"#{id}", Static)
        if line.content != text:  # each key comes here, and a text that is set has the screen laid out anew
            line.update(text)
            line.set_class(bool(text), "-said")
