"""Texts taken apart once, whatever is then counted, learnt or read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.extracting.learner.directions import Directions
from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.stretches import OF_PLACE, by_place, places, stretches
from mercery.studio.extracting.learner.tokens import Token, seen, tokens

Ints = NDArray[np.int64]
Go = Callable[[], None]
_WORD: Final = "w="


@dataclass(slots=True)
class Taken:
    """A text taken apart."""

    example: Example
    parts: list[Token]
    low: list[str]
    """The tokens in small letters."""
    strings: list[tuple[int, int, str]]
    """Every stretch: its first token, its tokens less one, its string as counted."""
    features: Ints
    """Numbers of what is seen, token after token."""
    at: Ints
    """Of each of `features` the token."""
    once: Ints
    """Each of `features` once."""
    words: Ints
    """Those of them that are words, each once."""
    of_place: Floats
    """(tokens, lengths, features)"""
    right: dict[str, list[tuple[int, int]]]
    """Of each attribute that has values here: the stretches that give them."""
    dense: Floats | None
    """A row for each token."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.example.text

    def surface(self, first: int, more: int) -> str:
        """The words of a stretch as they stand."""
        return self.text[self.parts[first].start : self.parts[first + more].stop]


class Names:
    """The number of everything that is seen of tokens. Learning adds to them; afterwards what is new has none."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[bool] = []
        self._closed = False

    def __len__(self) -> int:
        return len(self._words)

    def close(self, wanted: NDArray[np.bool_]) -> None:
        """Forget all but the wanted numbers, and take in no more."""
        self._numbers = {name: number for name, number in self._numbers.items() if wanted[number]}
        self._closed = True

    def numbered(self, rows: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
        """The numbers of what is seen of tokens, and of each the token."""
        numbers, at = [], []
        known = self._numbers
        for place, row in enumerate(rows):
            for name in row:
                number = known.get(name)
                if number is None:
                    if self._closed:
                        continue
                    number = known[name] = len(self._words)
                    self._words.append(name.startswith(_WORD))
                numbers.append(number)
                at.append(place)
        return np.array(numbers, np.int64), np.array(at, np.int64)

    def words(self, once: Ints) -> Ints:
        """Which of these numbers are words."""
        return once[[self._words[number] for number in once]] if len(once) else once


def take(examples: Sequence[Example], names: Names, directions: Directions | None) -> list[Taken]:
    """Each text taken apart, in order."""
    return [_take(example, names, directions) for example in examples]


def _take(example: Example, names: Names, directions: Directions | None) -> Taken:
    parts = tokens(example.text)
    features, at = names.numbered(seen(example.text, parts)) if parts else names.numbered([])
    once = np.unique(features)
    return Taken(
        example=example, parts=parts, low=[part.text.lower() for part in parts],
        strings=list(stretches(example.text, parts)), features=features, at=at, once=once, words=names.words(once),
        of_place=by_place(parts) if parts else np.zeros((0, 0, OF_PLACE), np.float32),
        right={name: places(example.text, parts, values) for name, values in example.values.items() if values},
        dense=directions.of(example.text, parts) if directions is not None and parts else None,
    )  # fmt: skip
