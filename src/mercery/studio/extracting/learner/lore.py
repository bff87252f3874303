"""What examples teach by counting: which strings were values of what, how they were written, what stood around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mercery.studio.extracting.learner.stretches import LONGEST, plain
from mercery.studio.extracting.learner.taken import Taken
from mercery.studio.extracting.learner.tokens import shape, tokens


class Lore:
    """Counts over examples. Keys begin with the category, but for `elsewhere`."""

    def __init__(self, texts: Sequence[Taken]) -> None:
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
        for taken in texts:
            self._add(taken)

    def _add(self, taken: Taken) -> None:
        category, low = taken.example.category, taken.low
        self.texts[category] += 1
        self.words.update((category, word) for word in set(low))
        self.strings.update((category, string) for string in {string for _, _, string in taken.strings})
        for attribute, values in taken.example.values.items():
            (self.stated if values else self.absent)[category, attribute] += 1
            for value in values:
                self._value(category, attribute, value)
            for first, more in taken.right.get(attribute, ()):
                self.before[category, attribute, low[first - 1] if first else "<"] += 1
                self.after[category, attribute, low[first + more + 1] if first + more + 1 < len(low) else ">"] += 1
                surface = taken.surface(first, more)
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
