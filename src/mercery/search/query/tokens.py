"""A query in the longest pieces that are known: `shoulder bag`, `hand bag`, 托特包. Pure.

The dictionary cuts 托特包 in two and 真皮包包 in the wrong place; what the shop or the synonyms know as one stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from mercery.search.words import Word, is_chinese, stem

LONGEST: Final = 5
_KNOWN_COST: Final = 0.9
_KNOWN_SINGLE: Final = 1.3
_CUT_COST: Final = 1.0
_HEADED_COST: Final = 2.5
"""Dearer than its pieces, of which the last says what kind of thing it is."""
_SINGLE_COST: Final = 2.0
_LONGEST_CHINESE: Final = 8
_BETWEEN: Final = " -'/&+"
"""What may stand inside a phrase."""


@dataclass(frozen=True, slots=True)
class Token:
    """A known phrase, or a single word."""

    key: str
    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def chinese(self) -> bool:
        """Whether it is Chinese."""
        return is_chinese(self.key)


class Known(Protocol):
    """Which words and phrases are known."""

    def chooses(self, key: str) -> bool:
        """Whether the shop has values or kinds of things by that name."""
        ...

    def names_a_thing(self, key: str) -> bool:
        """Whether it is a kind of thing the shop has."""
        ...

    def knows(self, key: str) -> bool:
        """Whether it is a word or phrase at all."""
        ...


def tokens(text: str, same: str, found: Sequence[Word], known: Known) -> list[Token]:
    """The pieces the words of a query make, in order. A phrase that the shop has nothing by is not kept together where its
    last word says what kind of thing it is: a "crossbody bag" is a bag."""
    single: list[Token] = []
    run: list[Word] = []
    for word in found:
        if run and not (word.chinese and word.start == run[-1].end):
            single += _cut(text, same, run, known)
            run = []
        if word.chinese:
            run.append(word)
        else:
            single.append(Token(word.term, word.start, word.end, (word,)))
    if run:
        single += _cut(text, same, run, known)
    return _phrases(single, same, known)


def _phrases(single: Sequence[Token], same: str, known: Known) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(single):
        for length in range(min(LONGEST, len(single) - at), 0, -1):
            some = single[at : at + length]
            key = _phrase_key(some, same, known) if length > 1 else None
            if key is not None:
                found.append(Token(key, some[0].start, some[-1].end, tuple(word for one in some for word in one.words)))
                break
        else:
            length = 1
            found.append(single[at])
        at += length
    return found


def _phrase_key(some: Sequence[Token], same: str, known: Known) -> str | None:
    for one, following in pairwise(some):
        if same[one.end : following.start].strip(_BETWEEN):
            return None
    keys = [" ".join(one.key for one in some)]
    if len(some) == 2 and not any(one.chinese for one in some):
        keys.append(stem("".join(one.words[0].surface for one in some)))
    headed = known.names_a_thing(some[-1].key)
    return next((key for key in keys if known.chooses(key) or (known.knows(key) and not headed)), None)


def _cut(text: str, same: str, run: Sequence[Word], known: Known) -> list[Token]:
    """A Chinese run in its cheapest pieces: known words first, else as the dictionary cuts."""
    start, end = run[0].start, run[-1].end
    cuts = {(word.start, word.end) for word in run}
    best: list[tuple[float, int]] = [(0.0, start)] + [(1e9, start)] * (end - start)
    for to in range(start + 1, end + 1):
        for since in range(max(start, to - _LONGEST_CHINESE), to):
            cost = best[since - start][0] + _cost(same[since:to], (since, to) in cuts, known)
            if cost < best[to - start][0]:
                best[to - start] = (cost, since)
    pieces: list[tuple[int, int]] = []
    to = end
    while to > start:
        since = best[to - start][1]
        pieces.append((since, to))
        to = since
    parted = [span for piece in reversed(pieces) for span in _parted(same, piece, known)]
    return [
        Token(same[since:to], since, to, (Word(text[since:to], same[since:to], since, to),)) for since, to in parted
    ]


def _parted(same: str, piece: tuple[int, int], known: Known) -> list[tuple[int, int]]:
    """A word nobody knows as what is known of it before the thing it ends with: 黑包 is a bag that is black."""
    start, end = piece
    if end - start < 2 or known.knows(same[start:end]):
        return [piece]
    if same[end - 1] == "是" and known.knows(same[start : end - 1]):
        # 最便宜的包是哪款: the cutter makes one word of what is asked about and of "is".
        return [(start, end - 1), (end - 1, end)]
    for middle in range(start + 1, end):
        if known.names_a_thing(same[middle:end]) and known.knows(same[start:middle]):
            return [(start, middle), (middle, end)]
    return [piece]


def _cost(piece: str, is_cut: bool, known: Known) -> float:
    if len(piece) == 1:
        return min(_KNOWN_SINGLE if known.knows(piece) else _SINGLE_COST, _CUT_COST if is_cut else _SINGLE_COST)
    if known.chooses(piece):
        return _KNOWN_COST
    if known.knows(piece):
        headed = any(known.names_a_thing(piece[at:]) for at in range(1, len(piece)))
        return _HEADED_COST if headed else _KNOWN_COST
    return _CUT_COST if is_cut else 1e6
