"""Whether the conditions of an answer stand in its sources, and those of the sources in the answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.drafts.aligning import Aligned, Place, lang_of, likeness
from mercery.knowledge.drafts.amounts import Amount, amounts
from mercery.knowledge.drafts.conditions import Condition, ConditionKind, bound, conditions, denies, refuses
from mercery.knowledge.drafts.draft import Thread
from mercery.knowledge.drafts.sentences import content

_MAY_BE: Final[dict[ConditionKind, frozenset[ConditionKind]]] = {
    "if": frozenset({"if", "only", "must", "unless"}),
    "unless": frozenset({"unless", "not", "only"}),
    "only": frozenset({"only", "if", "must", "unless", "not"}),
    "must": frozenset({"must", "if", "only"}),
    "not": frozenset({"not", "unless", "only"}),
}
"""What the condition of a source may be called in an answer: "if unworn" is "only unworn", "excluded" is "not possible"."""
_ALIKE: Final = 0.4
_ALIKE_FOREIGN: Final = 0.25
_WORDED: Final = 0.75
_FOLLOWING: Final = 2
_EXCEPTION: Final = re.compile(
    r"^(?:however|but|except|excluded|exceptions?|this (?:does|do) not|these (?:do|does) not|not (?:included|covered|applicable)|only|sale items?\b.{0,40}\bnot)|(?:do|does) not apply|(?:is|are) (?:excluded|exempt|not covered)"
    r"|^(?:但是?|不过|除外|例外|不适用|以上不)|除外|不适用(?:于)?|不在此列|不参与",
    re.IGNORECASE,
)


def limits(one: Aligned, whole: Sequence[Aligned], places: Sequence[Place], lang: Lang) -> Iterator[Thread]:
    """The conditions of one sentence of the answer, and what its sources limit it by that the answer leaves out."""
    yield from _said(one, lang)
    if one.places and not one.guessed:
        answered = [other for other in whole if other.places and not other.guessed]
        yield from _left_out(one, answered, lang)
        yield from _exceptions_after(one, answered, places, lang)


def _said(one: Aligned, lang: Lang) -> Iterator[Thread]:
    text = one.piece.text
    for condition in conditions(text):
        if condition.kind == "not" and not refuses(text[condition.start : condition.end]):
            continue
        found = _backed(condition, one)
        start = one.piece.start + condition.start
        end = one.piece.start + condition.end
        if found is None:
            if condition.kind == "must" and all(lang_of(place.piece.text) != lang for place in one.places):
                continue
            yield Thread(lang=lang, kind="condition", start=start, end=end)
            continue
        place, begin, stop = found
        yield Thread(
            lang=lang,
            kind="condition",
            start=start,
            end=end,
            source=place.source,
            source_start=place.piece.start + begin,
            source_end=place.piece.start + stop,
            agrees=True,
        )


def _backed(condition: Condition, one: Aligned) -> tuple[Place, int, int] | None:
    """Where a source says the condition."""
    wanted: list[tuple[float, Place, Condition]] = []
    for place in one.places:
        for other in conditions(place.piece.text):
            if one.verbatim is not None and other.kind == condition.kind and other.text[:12] == condition.text[:12]:
                return place, other.start, other.end
            if other.kind in _MAY_BE[condition.kind] or condition.kind in _MAY_BE[other.kind]:
                alike = _alike(condition, other, place.piece.text)
                if alike is None or alike >= _ALIKE:
                    wanted.append((alike or 0.0, place, other))
    if wanted:
        _, place, other = max(wanted, key=lambda entry: entry[0])
        return place, other.start, other.end
    for place in one.places:
        foreign = lang_of(place.piece.text) != lang_of(one.piece.text)
        # A translation may put "when it is back" as 到货后, without a mark.
        alike = likeness(condition.clause, place.piece.text)
        if condition.kind in ("not", "unless", "only"):
            may_be_unmarked = denies(place.piece.text)
        else:
            # "If you order before noon" is "orders placed before noon".
            may_be_unmarked = foreign or (condition.kind == "if" and alike is not None and alike >= _WORDED)
        if may_be_unmarked and (alike is None or alike >= (_ALIKE_FOREIGN if foreign else _ALIKE)):
            return place, 0, len(place.piece.text)
    return None


def _alike(one: Condition, other: Condition, stated: str) -> float | None:
    """How much two conditions speak of the same. What is denied or set apart may stand before its mark: "sale items are
    excluded" is "excluding sale items"."""
    own = one.text if one.kind in ("if", "must") else one.clause
    its = other.text if other.kind in ("if", "must") else other.clause
    alike = likeness(own, its)
    if alike is not None and alike < _ALIKE and lang_of(own) == lang_of(its):
        return max(alike, likeness(own, stated) or 0.0)
    return alike


def _left_out(one: Aligned, answered: Sequence[Aligned], lang: Lang) -> Iterator[Thread]:
    for place in _repeated(one):
        stated = place.piece.text
        for amount in place.amounts:
            if bound(stated, amount) and not any(_names(other, amount) for other in answered if place in other.places):
                yield _dropped(one, place, amount.start, amount.end, lang)
        for condition in conditions(stated):
            if condition.kind == "not" and not refuses(stated[condition.start : condition.end]):
                continue
            if condition.kind == "must" and lang_of(stated) != lang:
                continue
            if not any(_says(other, condition, place) for other in answered if place in other.places):
                yield _dropped(one, place, condition.start, condition.end, lang)


def _names(other: Aligned, amount: Amount) -> bool:
    """Whether a sentence of the answer names an amount of the kind: which one is the business of its own thread."""
    return any(one.same_as(amount) or one.of_kind(amount) for one in amounts(other.piece.text))


def _repeated(one: Aligned) -> list[Place]:
    """The sentences of the sources that the answer's sentence takes over, not only touches."""
    if one.verbatim is not None:
        return list(one.places)
    first, *rest = one.places
    return [first, *(place for place in rest if _taken_over(place.piece.text, one.piece.text))]


def _taken_over(stated: str, text: str) -> bool:
    """Whether another sentence than the likeliest is said as well. Of a translation fewer words are known."""
    enough = 0.8 if lang_of(stated) == lang_of(text) else 0.7
    return (likeness(stated, text) or 0.0) >= enough


def _says(other: Aligned, condition: Condition, place: Place) -> bool:
    text = other.piece.text
    if other.verbatim is not None:
        _, start, end = other.verbatim
        begin, stop = place.piece.start + condition.start, place.piece.start + condition.mark_end
        if start <= begin and stop <= end:
            return True
    for own in conditions(text):
        if condition.kind in _MAY_BE[own.kind] or own.kind in _MAY_BE[condition.kind]:
            alike = _alike(own, condition, place.piece.text)
            if alike is None or alike >= _ALIKE:
                return True
    if condition.kind in ("not", "unless", "only"):
        alike = likeness(text, condition.clause)
        foreign = lang_of(text) != lang_of(place.piece.text)
        return denies(text) and (alike is None or alike >= (_ALIKE_FOREIGN if foreign else _ALIKE))
    return _worded_otherwise(text, condition)


def _worded_otherwise(text: str, condition: Condition) -> bool:
    """Whether the words of the condition stand in the answer without its mark: "if unworn" in "unworn pieces"."""
    if lang_of(text) != lang_of(condition.text):
        alike = likeness(text, condition.text)
        return alike is None or alike >= _ALIKE
    stated = content(condition.text)
    return not stated or len(stated & content(text)) >= _WORDED * len(stated)


def _exceptions_after(
    one: Aligned, answered: Sequence[Aligned], places: Sequence[Place], lang: Lang
) -> Iterator[Thread]:
    """Exceptions that follow in the source: "Sale items are excluded." """
    last = max(place.number for place in _repeated(one))
    said = {place.number for other in answered for place in _repeated(other)}
    for place in places[last + 1 : last + 1 + _FOLLOWING]:
        if place.number in said:
            return
        found = _EXCEPTION.search(place.piece.text)
        if found is not None and place.source != places[last].source and found.start():
            # Another passage is only about this one where it opens as an exception to it.
            continue
        if found is not None and not any(_covers(other, place) for other in answered):
            yield _dropped(one, place, 0, len(place.piece.text), lang)


def _covers(other: Aligned, place: Place) -> bool:
    """Whether a sentence of the answer makes an exception of the same things."""
    if place in other.places and denies(other.piece.text):
        return True
    return denies(other.piece.text) and (likeness(other.piece.text, place.piece.text) or 0.0) >= 0.5


def _dropped(one: Aligned, place: Place, start: int, end: int, lang: Lang) -> Thread:
    return Thread(
        lang=lang,
        kind="condition",
        start=one.piece.start,
        end=one.piece.end,
        source=place.source,
        source_start=place.piece.start + start,
        source_end=place.piece.start + end,
        left_out=True,
    )
