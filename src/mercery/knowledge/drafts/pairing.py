"""How each number, date and condition of an answer is paired with what its source says. Pure.

A sentence of the answer is held against the sentences of the sources that it repeats (`aligning.py`), never against "the
value stands somewhere": an amount agrees when the sentence that speaks of the same says the same amount, so that two
amounts in each other's places do not. It works on words taken over, words a person edited, and translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.aligning import Aligned, Place, aligned, around, closeness, lang_of, places_of
from mercery.knowledge.drafts.amounts import Amount, amounts, shifted
from mercery.knowledge.drafts.conditions import bound, event
from mercery.knowledge.drafts.draft import Thread
from mercery.knowledge.drafts.limits_kept import limits
from mercery.knowledge.drafts.sentences import Piece, pieces

_SAME_VALUE: Final = 0.2
"""How much the same amount speaks for a pair, beside what the words around it have in common (0 to 1)."""
_SAME_ORDER: Final = 0.15
_OTHER_UNIT: Final = 0.4
_FOREIGN_WORDS: Final = 0.6
"""How much what words have in common counts across languages, where few of them are known."""
_ELSEWHERE: Final = 0.5
"""How alike the words have to be where the amount stands in another sentence than the one that is repeated."""


def threads(answer: Words, sources: Sequence[SourceRef]) -> tuple[Thread, ...]:
    """The threads of both languages of an answer, English first, each in reading order."""
    places = places_of(sources)
    return tuple(
        thread for lang in LANGS if answer.has(lang) for thread in _of_text(_said(answer, lang), lang, places, sources)
    )


def _said(answer: Words, lang: Lang) -> str:
    return answer.en if lang == "en" else answer.zh


def _of_text(text: str, lang: Lang, places: Sequence[Place], sources: Sequence[SourceRef]) -> list[Thread]:
    found: list[Thread] = []
    whole = [one for piece in pieces(text) for one in _aligned(piece, places, sources)]
    for one in whole:
        found += _amounts_of(one, lang, places)
        found += limits(one, whole, places, lang)
    return sorted(found, key=lambda thread: (thread.start, thread.left_out, thread.end))


_LABEL: Final = re.compile(r"[:：]\s+|(?:^\d{1,3})\.\s+")


def _aligned(piece: Piece, places: Sequence[Place], sources: Sequence[SourceRef]) -> list[Aligned]:
    """A sentence with what it repeats; one put together from cells ("Step: what to do") cell by cell."""
    whole = aligned(piece, places, sources)
    if whole.verbatim is not None or not _LABEL.search(piece.text):
        return [whole]
    parts, start = [], 0
    for edge in [*(match.span() for match in _LABEL.finditer(piece.text)), (len(piece.text), len(piece.text))]:
        text = piece.text[start : edge[0]]
        # The number of a step is a cell as well.
        text = text or piece.text[start : edge[1]].strip(". ")
        if text.strip():
            parts.append(Piece(start=piece.start + start, end=piece.start + start + len(text), text=text))
        start = edge[1]
    found = [aligned(part, places, sources) for part in parts]
    return found if all(one.verbatim is not None for one in found) else [whole]


def _amounts_of(one: Aligned, lang: Lang, places: Sequence[Place]) -> Iterator[Thread]:
    own = amounts(one.piece.text)
    pairs = [_exactly(one, amount) or _pair(one, own, amount, places) for amount in own]
    for amount, pair in zip(own, _each_once(own, pairs), strict=True):
        if amount.weak and (pair is None or not pair.agrees):
            continue
        yield _thread(one, lang, amount, pair)
        if pair is not None and (limit := _bounds_differ(one, own, amount, pair, lang)) is not None:
            yield limit


def _each_once(own: Sequence[Amount], pairs: Sequence[_Pair | None]) -> list[_Pair | None]:
    """The pairs, where one amount of a source is not two of the answer while another of its kind is none, and both ends of
    a range stay in their order: "from 30 to 30 November" is not "from 20 to 30 November"."""
    found = list(pairs)
    for at, pair in enumerate(pairs):
        if pair is None or not pair.agrees:
            continue
        earlier = [other for other in pairs[:at] if other is not None and other.place == pair.place]
        if any(other.amount == pair.amount for other in earlier):
            used = {(other.place.number, other.amount.start) for other in pairs if other is not None}
            free = [
                other
                for other in pair.place.amounts
                if (pair.place.number, other.start) not in used
                and other.of_kind(pair.amount)
                and _unit(other) == _unit(pair.amount)
            ]
            if free:
                found[at] = _Pair(place=pair.place, amount=free[0], agrees=False)
        elif at and own[at].is_time and own[at].kind == own[at - 1].kind:
            last = pairs[at - 1]
            if last is not None and last.place == pair.place and last.amount.start > pair.amount.start:
                found[at] = replace(pair, amount=last.amount, agrees=False)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """An amount of a source that is what the answer's amount should be."""

    place: Place
    amount: Amount
    agrees: bool


def _exactly(one: Aligned, amount: Amount) -> _Pair | None:
    """The amount at the same place of the very words."""
    if one.verbatim is None:
        return None
    _, begins, _ = one.verbatim
    ranked = [
        (abs(place.piece.start + other.start - begins - amount.start), place, other)
        for place in one.places
        for other in place.amounts
        if amount.same_as(other)
    ]
    if not ranked:
        return None
    _, place, other = min(ranked, key=lambda entry: entry[0])
    return _Pair(place=place, amount=other, agrees=True)


def _pair(one: Aligned, own: Sequence[Amount], amount: Amount, places: Sequence[Place]) -> _Pair | None:
    """The amount of the sources that speaks of the same; the same amount elsewhere where no sentence repeated names any."""
    rated = list(_rated(one, own, amount, one.places))
    best = max(rated, key=lambda entry: entry[0], default=None)
    if best is not None and best[1].agrees:
        return best[1]
    others = [place for place in places if place not in one.places]
    elsewhere = [
        entry for entry in _rated(one, own, amount, others) if entry[1].agrees and entry[0] >= _SAME_VALUE + _ELSEWHERE
    ]
    nearest = max(elsewhere, key=lambda entry: entry[0], default=None)
    if nearest is not None and (best is None or nearest[0] > best[0]):
        return nearest[1]
    return best[1] if best is not None else None


_CELL: Final = 6


def _is_cell(place: Place, amount: Amount) -> bool:
    """Whether a place holds nothing but an amount, as cells of tables do."""
    return len(place.piece.text) <= amount.end - amount.start + _CELL


def _rated(
    one: Aligned, own: Sequence[Amount], amount: Amount, places: Sequence[Place]
) -> Iterator[tuple[float, _Pair]]:
    words = around(one.piece.text, amount, own)
    for place in places:
        weight = 1.0 if lang_of(place.piece.text) == lang_of(one.piece.text) else _FOREIGN_WORDS
        for other in place.amounts:
            agrees = amount.same_as(other)
            if not agrees and not amount.of_kind(other):
                continue
            alike = closeness(words, around(place.piece.text, other, place.amounts))
            if alike is None:
                # Without a word to go by, only what is repeated anyway, or a cell, speaks of the same.
                alike = 0.5 if place in one.places or _is_cell(place, other) else 0.0
            rate = weight * alike + _SAME_VALUE * agrees
            rate += _SAME_ORDER * (_order(amount, own) == _order(other, place.amounts))
            rate -= _OTHER_UNIT * (not agrees and _unit(amount) != _unit(other))
            # "52 mm" is said by "size 52" only where nothing in millimetres is at hand.
            rate -= _OTHER_UNIT * (amount.kind != other.kind)
            yield rate, _Pair(place=place, amount=other, agrees=agrees)


def _order(amount: Amount, among: Sequence[Amount]) -> tuple[int, int]:
    """Which of how many amounts of its kind it is."""
    same = [one for one in among if one.kind == amount.kind and _unit(one) == _unit(amount)]
    return same.index(amount), len(same)


def _unit(amount: Amount) -> str:
    unit = amount.mention.unit if amount.mention is not None else ""
    return {"¥": "CNY", "$": "USD"}.get(unit, unit)


def _thread(one: Aligned, lang: Lang, amount: Amount, pair: _Pair | None) -> Thread:
    placed = shifted(amount, one.piece.start)
    if pair is None:
        return Thread(lang=lang, kind="date" if amount.is_time else "amount", start=placed.start, end=placed.end)
    stated = shifted(pair.amount, pair.place.piece.start)
    return Thread(
        lang=lang,
        kind="date" if amount.is_time else "amount",
        start=placed.start,
        end=placed.end,
        source=pair.place.source,
        source_start=stated.start,
        source_end=stated.end,
        agrees=pair.agrees,
    )


def _bounds_differ(one: Aligned, own: Sequence[Amount], amount: Amount, pair: _Pair, lang: Lang) -> Thread | None:
    """A thread that does not agree where "within" became "after", or "from" was left out, or the days count from elsewhere."""
    text, stated = one.piece.text, pair.place.piece.text
    said, meant = bound(text, amount), bound(stated, pair.amount)
    begun, begins = event(text, amount), event(stated, pair.amount)
    elsewhere = bool(begun and begins and not begun & begins)
    if not elsewhere and (said == meant or _loose(amount, own, pair, {said, meant})):
        return None
    placed = shifted(amount, one.piece.start)
    from_source = shifted(pair.amount, pair.place.piece.start)
    start, end = _with_words(one.piece.text, amount)
    begin, stop = _with_words(stated, pair.amount)
    return Thread(
        lang=lang,
        kind="condition",
        start=placed.start - (amount.start - start),
        end=placed.end + (end - amount.end),
        source=pair.place.source,
        source_start=from_source.start - (pair.amount.start - begin),
        source_end=from_source.end + (stop - pair.amount.end),
    )


def _loose(amount: Amount, own: Sequence[Amount], pair: _Pair, bounds: set[str]) -> bool:
    """Whether a bound may be left out or added: "you have 30 days" is "within 30 days", and both ends of a range bound it."""
    if amount.kind == "code":
        return True
    if amount.is_time:
        ranged = (
            sum(one.kind == amount.kind for one in own) > 1
            and sum(one.kind == amount.kind for one in pair.place.amounts) > 1
        )
        return ranged and bounds != {"most", "least"}
    return amount.kind == "quantity" and bounds == {"", "most"}


def _with_words(text: str, amount: Amount) -> tuple[int, int]:
    """The amount with the word or two beside it that bound it."""
    if lang_of(text) == "zh":
        return max(0, amount.start - 4), min(len(text), amount.end + 2)
    before = text[: amount.start].rstrip()
    start = before.rfind(" ", 0, max(0, before.rfind(" ")) or None) + 1 if before else 0
    after = text.find(" ", min(len(text), amount.end + 1))
    return start, len(text) if after < 0 else after
