"""The static half of the author's gate: what can be seen in the lessons without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tftutor.authoring.step_rules import (
    answer_violations,
    code_violations,
    hint_violations,
    kept_file_violations,
)
from tftutor.authoring.text_layout import WIDTH, columns, lay_out
from tftutor.course.files import read_file
from tftutor.course.glossary import Glossary
from tftutor.course.model import Answer, AnyStep, Course, Exercise, Lesson, Predict, Quiz, Run, StepRef, Task
from tftutor.course.violations import Violation
from tftutor.nearest import nearest
from tftutor.problems import CourseProblem
from tftutor.yamlfile import NodePath, YamlFile

STEP_ROWS = 20
HINT_ROWS = 6
SAYS_ROWS = 4
OPTION_ROWS = 3


def static_problems(
    course: Course, glossary: Glossary, refs: Sequence[StepRef] | None = None
) -> list[CourseProblem]:
    """All that is not in order in the texts and programs of ``refs`` (all steps by default).

    By lesson in course order, then by line. Nothing is run.
    """
    lessons: dict[str, list[StepRef]] = {}
    for ref in course.steps.values() if refs is None else refs:
        lessons.setdefault(ref.id.rpartition("/")[0], []).append(ref)
    found: list[CourseProblem] = []
    for steps in lessons.values():
        file, problems = read_file(steps[0].place.file)
        if file is None:
            found += problems
            continue
        gate = _LessonGate(file, glossary)
        gate.lesson(steps[0].lesson)
        for ref in steps:
            gate.step(ref)
        found += sorted(gate.problems, key=lambda problem: problem.line or 0)
    return found


@dataclass
class _LessonGate:
    """Gathers the problems of one lesson file."""

    file: YamlFile
    glossary: Glossary
    problems: list[CourseProblem] = field(default_factory=list)

    def lesson(self, lesson: Lesson) -> None:
        """The head of the lesson."""
        self._title(("title",), lesson.title)
        self._title(("summary",), lesson.summary)
        self._words((), lesson.words)

    def step(self, ref: StepRef) -> None:
        """All of one step."""
        path: NodePath = ("steps", ref.number - 1)
        step = ref.step
        self._title((*path, "title"), step.title)
        self._words(path, step.words)
        self._text((*path, "text"), step.text, STEP_ROWS, "before something is done")
        self._text((*path, "after"), step.after, STEP_ROWS)
        if isinstance(step, (Exercise, Task)):
            for number, hint in enumerate(step.hints):
                self._text((*path, "hints", number), hint, HINT_ROWS)
        if isinstance(step, Exercise):
            for number, mistake in enumerate(step.mistakes):
                self._text((*path, "mistakes", number, "says"), mistake.says, SAYS_ROWS)
        if isinstance(step, (Quiz, Predict)):
            self._question(path, step)
        self._without_gpu(path, step)
        self._code_width(path, step)
        found = (
            *hint_violations(step),
            *code_violations(step),
            *answer_violations(step),
            *kept_file_violations(step),
        )
        self._add_all(path, found)

    def _question(self, path: NodePath, step: Quiz | Predict) -> None:
        for number, option in enumerate(step.options):
            self._text((*path, "options", number, "text"), option.text, OPTION_ROWS)
            self._text((*path, "options", number, "says"), option.says, SAYS_ROWS)
        if step.answer is not None:
            self._answer((*path, "answer"), step.answer)

    def _answer(self, path: NodePath, answer: Answer) -> None:
        self._text((*path, "says"), answer.says, SAYS_ROWS)
        self._text((*path, "otherwise"), answer.otherwise, SAYS_ROWS)
        for number, wrong in enumerate(answer.wrong):
            self._text((*path, "wrong", number, "says"), wrong.says, SAYS_ROWS)
        for number, item in enumerate(answer.order or ()):
            self._text((*path, "order", number), item, OPTION_ROWS)

    def _text(self, path: NodePath, text: str, rows: int, why: str = "") -> None:
        layout = lay_out(text)
        name = next(part for part in reversed(path) if isinstance(part, str))
        if layout.rows > rows:
            limit = f"{rows} fit" + (f" {why}" if why else "")
            self._add(path, f"`{name}` takes {layout.rows} rows of a terminal 80 columns wide; {limit}")
        for row, width in layout.wide:
            self._add(path, f"this line is {width} columns wide; code and tables may have {WIDTH}", row)
        if layout.unclosed is not None:
            self._add(path, "a code block or formula begins here and does not end", layout.unclosed)

    def _without_gpu(self, path: NodePath, step: AnyStep) -> None:
        if getattr(step, "device", "any") != "gpu":
            return
        said = getattr(step, "would_show", "")
        if not said:
            self._add(path, "a step with `device: gpu` says what it would show: give `would_show`")
        self._text((*path, "would_show"), said, SAYS_ROWS)

    def _code_width(self, path: NodePath, step: AnyStep) -> None:
        keys = {Exercise: ("starter", "solution"), Run: ("code",), Predict: ("code",)}.get(type(step), ())
        for key in (*keys, "setup"):
            for row, line in enumerate(getattr(step, key, "").splitlines()):
                if columns(line) > WIDTH:
                    sentence = f"this line of the code is {columns(line)} columns wide; it may have {WIDTH}"
                    self._add((*path, key), sentence, row)

    def _title(self, path: NodePath, title: str) -> None:
        if columns(title) > WIDTH:
            self._add(path, f"`{path[-1]}` is {columns(title)} columns wide; {WIDTH} fit on its line")

    def _words(self, path: NodePath, words: Iterable[str]) -> None:
        known = [form for entry in self.glossary.entries for form in (entry.word, *entry.also)]
        for number, word in enumerate(words):
            if self.glossary.find(word) is None:
                near = nearest(word, known)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                self._add((*path, "words", number), f"the glossary has no word `{word}`{hint}")

    def _add_all(self, path: NodePath, violations: Iterable[Violation]) -> None:
        for violation in violations:
            self._add((*path, *violation.path), violation.sentence)

    def _add(self, path: NodePath, sentence: str, row: int | None = None) -> None:
        line = self.file.line(path) if row is None else self.file.line_inside(path, row)
        self.problems.append(CourseProblem(sentence, file=self.file.file, line=line))
