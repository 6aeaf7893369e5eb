"""Finding things by a few letters of their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def search(query: str, items: Iterable[tuple[T, str]], most: int = 50) -> list[T]:
    """The items whose text fits the query, the best first. An empty query fits nothing.

    The first line of a text is a name: one that is the query itself comes before all others. Every word of
    the query must stand in the text, at the start of a word best; where no item has them all, the letters
    of the query in their order are enough.
    """
    words = query.casefold().split()
    if not words:
        return []
    texts = [(item, text.casefold()) for item, text in items]
    ranked = [(_rank(words, text), item) for item, text in texts if all(word in text for word in words)]
    if not ranked:
        letters = "".join(words)
        spans = [(_span(letters, text), item) for item, text in texts]
        ranked = [(float(span), item) for span, item in spans if span and span <= 3 * len(letters)]
    ranked.sort(key=lambda pair: pair[0])  # stable: items that fit alike keep their order
    return [item for _, item in ranked[:most]]


def _rank(words: list[str], text: str) -> float:
    """Small is good: where the words stand, and whether they begin one."""
    rank = -1000.0 if text.partition("\n")[0].split() == words else 0.0
    for word in words:
        at = text.find(word)
        begins = at == 0 or not text[at - 1].isalnum() or f" {word}" in text
        rank += (0 if begins else 100) + at / 10
    return rank + len(text) / 1000


def _span(letters: str, text: str) -> int:
    """How many characters of the text the letters take, in their order; 0 where they do not all occur."""
    start = text.find(letters[0])
    at = start
    for letter in letters[1:]:
        at = text.find(letter, at + 1)
        if at < 0:
            return 0
    return at - start + 1 if start >= 0 else 0
