"""Which sentences of the sources a sentence of an answer repeats, in its own words, in others or in the other language. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.amounts import Amount, amounts
from mercery.knowledge.drafts.sentences import Piece, content, matters, pieces

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_OWN_LANGUAGE: Final = 0.1
_AMOUNTS: Final = 0.4
_BESIDE: Final = 0.8
"""Share of the best likeness from which another sentence is taken for repeated too."""
_HELD: Final = 0.6
_LEAST: Final = 0.2
_MOST_AMOUNTS: Final = 200
"""Amounts of one sentence that are held against; no sentence a person wrote has as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One sentence of one source."""

    number: int
    """In order over all sources."""
    source: int
    piece: Piece
    amounts: tuple[Amount, ...]
    """With places within the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A sentence of the answer with what it repeats, the likeliest first."""

    piece: Piece
    places: tuple[Place, ...]
    verbatim: tuple[int, int, int] | None = None
    """Source, start and end of the very words, where they stand in one."""
    guessed: bool = False
    """A translation without a word to go by: any sentence in the other language may be meant."""


def lang_of(text: str) -> Lang:
    """The language most of the text is written in."""
    return "zh" if 2 * len(_HAN.findall(text)) > len(_LATIN.findall(text)) else "en"


def places_of(sources: Sequence[SourceRef]) -> list[Place]:
    """Every sentence of the sources."""
    found: list[Place] = []
    for at, source in enumerate(sources):
        for piece in pieces(source.quote):
            found.append(Place(number=len(found), source=at, piece=piece, amounts=amounts(piece.text)[:_MOST_AMOUNTS]))
    return found


def aligned(piece: Piece, places: Sequence[Place], sources: Sequence[SourceRef]) -> Aligned:
    """What a sentence of an answer repeats."""
    same = next((one for one in places if one.piece.text == piece.text), None)
    where = (same.source, same.piece.start, same.piece.end) if same is not None else _verbatim(piece.text, sources)
    if where is not None:
        source, start, end = where
        own = [one for one in places if one.source == source and one.piece.start < end and start < one.piece.end]
        return Aligned(piece=piece, places=tuple(own), verbatim=where)
    rated = sorted(((_likeness(piece.text, one), one) for one in places), key=lambda pair: -pair[0])
    if not rated or rated[0][0] < _LEAST:
        foreign = [one for one in places if lang_of(one.piece.text) != lang_of(piece.text)]
        return Aligned(piece=piece, places=tuple(foreign), guessed=True)
    best = rated[0][0]
    kept = [one for score, one in rated if score >= _BESIDE * best or _held(piece.text, one)]
    kept += [one for _, one in rated if one not in kept and _continues(piece.text, one, kept[0])]
    return Aligned(piece=piece, places=tuple(kept))


def _verbatim(text: str, sources: Sequence[SourceRef]) -> tuple[int, int, int] | None:
    for at, source in enumerate(sources):
        start = source.quote.find(text)
        if start >= 0:
            return at, start, start + len(text)
    pattern = _loosely(text)
    for at, source in enumerate(sources):
        if found := pattern.search(source.quote):
            return at, found.start(), found.end()
    return None


@lru_cache(maxsize=1024)
def _loosely(text: str) -> re.Pattern[str]:
    """The text with any spaces between its words."""
    return re.compile(r"\s*".join(re.escape(part) for part in re.findall(r"\w+|[^\w\s]", text)), re.IGNORECASE)


def _likeness(text: str, place: Place) -> float:
    said, stated = _shared_sets(text, place.piece.text)
    shared = len(said & stated)
    score = shared / len(said) + 0.2 * shared / len(stated) if said and stated else 0.0
    own = amounts(text)
    if own:
        score += _AMOUNTS * sum(any(one.same_as(other) for other in place.amounts) for one in own) / len(own)
    return score + (_OWN_LANGUAGE if score and lang_of(text) == lang_of(place.piece.text) else 0.0)


def _held(text: str, place: Place) -> bool:
    """Whether most of the place is said by the text: two sentences made into one."""
    said, stated = _shared_sets(text, place.piece.text)
    enough = 3 if lang_of(text) == lang_of(place.piece.text) else 1
    return len(stated) >= enough and len(said & stated) >= _HELD * len(stated)


def _continues(text: str, place: Place, first: Place) -> bool:
    """Whether a sentence beside the one repeated in translation may be part of it: it has an amount of the text that the first does
    not name, or no word that is known."""
    if abs(place.number - first.number) > 1 or lang_of(text) == lang_of(place.piece.text):
        return False
    if not matters(place.piece.text) and not place.amounts:
        # "After that it cannot be changed": nothing to tell it by but its place.
        return True
    open_ones = [one for one in amounts(text) if not any(one.same_as(other) for other in first.amounts)]
    return any(one.same_as(other) for one in open_ones for other in place.amounts)


def _shared_sets(text: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    if lang_of(text) == lang_of(other):
        return content(text), content(other)
    return matters(text), matters(other)


def likeness(one: str, other: str) -> float | None:
    """How much two wordings speak of the same, between 0 and 1; None where one of them says nothing to go by."""
    said, stated = _shared_sets(one, other)
    return len(said & stated) / min(len(said), len(stated)) if said and stated else None


def closeness(one: str, other: str) -> float | None:
    """`likeness`, but what only one of them says counts against it: "without a fee" is not "with a fee of 2 %"."""
    said, stated = _shared_sets(one, other)
    if not said or not stated:
        return None
    shared = len(said & stated)
    return shared / min(len(said), len(stated)) / 2 + shared / (len(said) + len(stated))


_EDGE: Final = re.compile(r"[,，;；、（）()]| (?:and|or|but|while) |(?<=\w)[和或及而]|以及|(?<!\d)/(?!\d)")


def around(text: str, place: Amount, others: Sequence[Amount]) -> str:
    """The words that say what an amount is of: those beside it, as far as the next amount or the end of the clause."""
    left = max((one.end for one in others if one.end <= place.start), default=0)
    right = min((one.start for one in others if one.start >= place.end), default=len(text))
    for edge in _EDGE.finditer(text, left, place.start):
        left = edge.end()
    if (edge_after := _EDGE.search(text, place.end, right)) is not None:
        right = edge_after.start()
    return f"{text[left : place.start]} {text[place.end : right]}"
