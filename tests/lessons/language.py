"""The prose of a lesson, its terms and its reading level. Code and formulas are no prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tftutor.course.glossary import Glossary
from tftutor.course.model import Exercise, Predict, Quiz, StepRef, Task

_FENCED = re.compile(r"^ *(```|~~~).*?^ *\1[^\n]*$", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_INLINE_CODE = re.compile(r"``[^`]+``|`[^`]+`")
_LINK = re.compile(r"https?://\S+")
_CODE_WORD = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in a sentence for a piece of code or a formula


def without_code(markdown: str) -> str:
    """The text with fenced code taken out, and a sign for each piece of code or formula in a sentence."""
    text = _FENCED.sub("\n", markdown)
    for pattern in (_FORMULA, _INLINE_CODE, _LINK):
        text = pattern.sub(_CODE_WORD, text)
    return re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", text)


def texts_of(ref: StepRef) -> Iterator[str]:
    """All that a step says to a learner, in Markdown."""
    step = ref.step
    yield from (step.title, step.text, step.after)
    if isinstance(step, Exercise | Task):
        yield from step.hints
    if isinstance(step, Exercise):
        yield from (mistake.says for mistake in step.mistakes)
    if isinstance(step, Quiz | Predict):
        for option in step.options:
            yield from (option.text, option.says)
        if step.answer:
            yield from (step.answer.says, step.answer.otherwise)
            yield from (wrong.says for wrong in step.answer.wrong)


@dataclass(frozen=True)
class Found:
    """A term in a text: its name in the glossary, how it was written, and where."""

    word: str
    written: str
    start: int
    end: int


class Terms:
    """Finds the terms of a glossary in prose: whole words, plurals too; of two at one place the longer.

    A form with capitals is a name and is found only as it is written: `Adam`, and no `adam`.
    """

    def __init__(self, glossary: Glossary) -> None:
        self._by_first: dict[str, list[tuple[list[str], str]]] = {}
        for entry in glossary.entries:
            for form in (entry.word, *entry.also):
                parts = _TOKEN.findall(form)
                self._by_first.setdefault(_key(parts[0]), []).append((parts, entry.word))
        for forms in self._by_first.values():
            forms.sort(key=lambda form: -len(form[0]))

    def found(self, prose: str) -> Iterator[Found]:
        """Every term in the prose, from left to right."""
        tokens = list(_TOKEN.finditer(prose))
        at = 0
        while at < len(tokens):
            word, size = self._at(prose, tokens, at)
            if size:
                start, end = tokens[at].start(), tokens[at + size - 1].end()
                yield Found(word, " ".join(prose[start:end].split()), start, end)
            at += size or 1

    def replaced(self, prose: str, by: str) -> str:
        """The prose with ``by`` in the place of every term."""
        parts, at = [], 0
        for term in self.found(prose):
            parts += [prose[at : term.start], by]
            at = term.end
        return "".join([*parts, prose[at:]])

    def _at(self, prose: str, tokens: list[re.Match[str]], at: int) -> tuple[str, int]:
        for parts, word in self._by_first.get(_key(tokens[at][0]), ()):
            here = tokens[at : at + len(parts)]
            if len(here) < len(parts) or not all(map(_is, [token[0] for token in here], parts)):
                continue
            gaps = pairwise(here)
            if all(prose[one.end() : other.start()].isspace() for one, other in gaps):
                return word, len(parts)
        return "", 0


_TOKEN = re.compile(r"\w+(?:[-./'’]\w+)*")


def _key(token: str) -> str:
    return re.sub(r"(?:e?s)$", "", token.casefold()) or token.casefold()


def _is(token: str, part: str) -> bool:
    if part != part.lower():
        return token in (part, f"{part}s")
    return token.casefold() in (part, f"{part}s", f"{part}es")


def used_too_early(refs: Sequence[StepRef], glossary: Glossary) -> list[str]:
    """Each term that a step uses before the step whose `words` hold it, in a sentence."""
    place = {ref.id: number for number, ref in enumerate(refs)}
    explained: dict[str, StepRef] = {}
    for ref in refs:
        for word in ref.step.words:
            explained.setdefault(word, ref)
    everyday = {(e.word, form.casefold()) for e in glossary.entries for form in e.before}
    terms = Terms(glossary)
    problems: dict[str, None] = {}
    for ref in refs:
        for text in texts_of(ref):
            for term in terms.found(without_code(text)):
                there = explained.get(term.word)
                if there is None or place[there.id] <= place[ref.id]:
                    continue
                if (term.word, term.written.casefold()) not in everyday:
                    problems[f"{ref.id} uses `{term.written}`, which {there.id} explains"] = None
    return list(problems)


_SENTENCE_END = re.compile(r"[.!?]+(?=[\s)\"]|$)|\n\s*\n|\n(?=\s*(?:[-*]|\d+[.)])\s)")
_WORD = re.compile(rf"[A-Za-z'’]+|{_CODE_WORD}|\d[\d,.]*")


def grade(prose: str) -> float:
    """Flesch-Kincaid grade level: years of school that a reader of English needs.

    0.39 words a sentence + 11.8 syllables a word - 15.59; Kincaid, Fishburne, Rogers, Chissom, "Derivation
    of new readability formulas for Navy enlisted personnel", 1975. A figure or code is one syllable.
    """
    sentences = [words for part in _SENTENCE_END.split(prose) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, a silent e at the end left out."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxzgh]es$|(?<=[aeiouy])le$", letters)
    return max(1, groups - bool(silent))


def lesson_grade(refs: Sequence[StepRef], glossary: Glossary) -> float:
    """The grade of what a lesson says in its texts, each term counted as one short word."""
    terms = Terms(glossary)
    prose = [without_code(text) for ref in refs for text in (ref.step.text, ref.step.after) if text]
    return grade("\n\n".join(terms.replaced(text, "term") for text in prose))
