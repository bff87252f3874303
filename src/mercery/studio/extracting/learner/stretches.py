"""The stretches of a text that may be values: their strings, where they stand, and which of them give a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.tokens import Token

LONGEST: Final = 9
"""Tokens of the longest value that is looked for."""
OF_PLACE: Final = 12
"""Features of a stretch by where it stands."""
_OPENS, _CLOSES, _COMMAS, _DASHES = "([（", ")]）", ",;|/，；、", "-–"


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
        start = text.find(value) if value else -1
        while start >= 0:
            stop, first = start + len(value), starts.get(start)
            start = text.find(value, stop)
            if first is None:
                continue
            last = first
            while last + 1 < len(parts) and parts[last].stop < stop:
                last += 1
            if last - first < LONGEST and parts[last].stop >= stop:
                (exact if parts[last].stop == stop else begun).append((first, last - first))
    return exact or begun


def by_place(parts: Sequence[Token]) -> Floats:
    """What the place of each stretch says: between commas or brackets, across them, how long."""
    words = [part.text for part in parts]
    size = len(words)
    commas, brackets = _which(words, _COMMAS), _which(words, _OPENS + _CLOSES)
    begins = np.append(True, _which(words, _COMMAS + _OPENS))
    ends = np.append(_which(words, _COMMAS + _CLOSES), True)
    odd_first = _which(words, _COMMAS + _OPENS + _CLOSES + _DASHES + ".&")
    odd_last = _which(words, _COMMAS + _OPENS + _DASHES + "&")
    commas_to, brackets_to = np.append(0, np.cumsum(commas)), np.append(0, np.cumsum(brackets))
    found = np.zeros((size, LONGEST, OF_PLACE), np.float32)
    for more in range(min(LONGEST, size)):
        left, right = begins[: size - more], ends[more + 1 :]
        lengths = (more == 0, more == 1, more == 2, more >= 3, more / 4)
        found[: size - more, more, :7] = np.stack(
            [
                left, right, left & right, commas_to[more + 1 :] > commas_to[: size - more],
                brackets_to[more + 1 :] > brackets_to[: size - more], odd_first[: size - more], odd_last[more:],
            ],
            axis=1,
        )  # fmt: skip
        found[: size - more, more, 7:] = lengths
    return found


def _which(words: Sequence[str], signs: str) -> NDArray[np.bool_]:
    return np.array([word in signs for word in words], np.bool_)
