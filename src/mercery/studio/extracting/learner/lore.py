"""What examples teach by counting: which strings were values of what, how they were written, what stood around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.tokens import Token, shape, tokens

LONGEST: Final = 9
"""Tokens of the longest value that is looked for."""


def plain(text: str) -> str:
    """A string as it is counted."""
    return " ".join(text.lower().split())


def stretches(text: str, parts: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Every stretch of the text: its first token, its tokens less one, its string as counted."""
    for first in range(len(parts)):
        for more in range(min(LONGEST, len(parts) - first)):
            yield first, more, plain(text[parts[first].start : parts[first + more].stop])


def places(text: str, parts: Sequence[Token], values: Iterable[str]) -> list[tuple[int, int]]:
    """The stretches that give one of `values`: exactly, or else those it is the beginning of (`Print` in `Printed`)."""
    exact: list[tuple[int, int]] = []
    begun: list[tuple[int, int]] = []
    starts = {part.start: number for number, part in enumerate(parts)}
    for value in values:
        for found in re.finditer(re.escape(value), text):
            first = starts.get(found.start())
            if first is None or not value:
                continue
            last = first
            while last + 1 < len(parts) and parts[last].stop < found.end():
                last += 1
            if last - first < LONGEST and parts[last].stop >= found.end():
                (exact if parts[last].stop == found.end() else begun).append((first, last - first))
    return exact or begun


class Lore:
    """Counts over examples. Keys begin with the category, but for `elsewhere`."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.texts: Counter[str] = Counter()
        self.values: Counter[tuple[str, str, str]] = Counter()
        """(category, attribute, string)"""
        self.elsewhere: Counter[tuple[str, str]] = Counter()
        """(attribute, string), in all categories."""
        self.known: set[str] = set()
        """Every string that was a value of anything."""
        self.any: Counter[tuple[str, str]] = Counter()
        """(category, string), of any attribute."""
        self.stated: Counter[tuple[str, str]] = Counter()
        self.absent: Counter[tuple[str, str]] = Counter()
        self.words: Counter[tuple[str, str]] = Counter()
        """(category, word): texts that have it."""
        self.strings: Counter[tuple[str, str]] = Counter()
        """(category, string): texts that have it."""
        self.first: Counter[tuple[str, str, str]] = Counter()
        self.last: Counter[tuple[str, str, str]] = Counter()
        self.within: Counter[tuple[str, str, str]] = Counter()
        self.before: Counter[tuple[str, str, str]] = Counter()
        self.after: Counter[tuple[str, str, str]] = Counter()
        self.lengths: Counter[tuple[str, str, int]] = Counter()
        self.shapes: Counter[tuple[str, str, str]] = Counter()
        self.written: dict[tuple[str, str], Counter[str]] = {}
        """(attribute, words of the text): the values they were taken for."""
        for example in examples:
            self._add(example)

    def _add(self, example: Example) -> None:
        category, parts = example.category, tokens(example.text)
        low = [part.text.lower() for part in parts]
        self.texts[category] += 1
        self.words.update((category, word) for word in set(low))
        self.strings.update(
            (category, string) for string in {string for _, _, string in stretches(example.text, parts)}
        )
        for attribute, values in example.values.items():
            (self.stated if values else self.absent)[category, attribute] += 1
            for value in values:
                self._value(category, attribute, value)
            for first, more in places(example.text, parts, values):
                self.before[category, attribute, low[first - 1] if first else "<"] += 1
                self.after[category, attribute, low[first + more + 1] if first + more + 1 < len(low) else ">"] += 1
                surface = example.text[parts[first].start : parts[first + more].stop]
                value = next((one for one in values if surface == one), None) or next(
                    one for one in values if surface.startswith(one)
                )
                self.written.setdefault((attribute, surface), Counter())[value] += 1

    def _value(self, category: str, attribute: str, value: str) -> None:
        string, inner = plain(value), tokens(value)
        self.known.add(string)
        self.values[category, attribute, string] += 1
        self.elsewhere[attribute, string] += 1
        self.any[category, string] += 1
        if inner:
            low = [part.text.lower() for part in inner]
            self.first[category, attribute, low[0]] += 1
            self.last[category, attribute, low[-1]] += 1
            self.within.update((category, attribute, word) for word in set(low))
            self.lengths[category, attribute, min(len(low), LONGEST - 1)] += 1
            self.shapes[category, attribute, " ".join(shape(part.text) for part in inner)] += 1

    def value_of(self, attribute: str, surface: str) -> str:
        """The value that words of a text were taken for most often; themselves where they are new."""
        known = self.written.get((attribute, surface))
        return known.most_common(1)[0][0] if known else surface
