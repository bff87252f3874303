"""Which of the pieces that fit are offered: at most four, the best first, and not four of a kind. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from mercery.guide.advice import MOST_OFFERS, Offered, Reason
from mercery.guide.considered import Considered, option
from mercery.guide.features import in_texts
from mercery.guide.fitting import Fit
from mercery.guide.hearing.labels import measure_label
from mercery.guide.measuring import measures_of
from mercery.guide.need import Need, Wish
from mercery.search.words import EMPTY_WORDS, index_terms

_IN_NAME: Final = 3.0
_IN_TEXT: Final = 1.0
_RANKED: Final = 2.0
"""What the place in the results of search counts for, beside the words."""
_SAME_KIND: Final = 1.0
_SAME_BRAND: Final = 0.4
_SAME_BAND: Final = 0.3
_SHOWN_BEFORE: Final = 0.5
_BUDGET: Final = 0.8
"""Who names a budget wants to spend it: a piece near its upper half, and not the cheapest there is."""
_SIZE_UNKNOWN: Final = 4.0
"""A present nobody can say the size of comes after all that fit everybody."""
_WORN: Final = re.compile(
    r"(?:EU|IT|FR|UK|US|DE)? ?\d{1,3}(?:[.,]5|½)?(?: cm)?|(?:X{0,4}|\dX)[SL]|M|[SML] ?/ ?[ML]", re.IGNORECASE
)
_OWN_KIND: Final = 2.0
"""Diversity and what was seen before, against the same scale: a second piece of a kind has to be better by this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the pieces beside the wishes."""

    places: Mapping[str, float] = field(default_factory=dict)
    """How well search finds each for the words, from 0 to 1."""
    popular: Mapping[str, float] = field(default_factory=dict)
    """How much each is bought or looked at, from 0 to 1."""
    shown: Collection[str] = ()
    """Pieces shown before."""
    owned_kinds: Collection[str] = ()
    """Kinds of goods the shopper has bought that last for years."""


NOTHING_KNOWN: Final = Standing()


def chosen(
    fits: Sequence[Fit], need: Need, standing: Standing = NOTHING_KNOWN, *, most: int = MOST_OFFERS
) -> list[Fit]:
    """At most `most` of the fits: the best, then the best of those that differ from what is chosen already."""
    if need.order is not None:
        return in_order(fits, need.order)[:most]
    worth = {one.id: _worth(one, need, standing) for one in fits}
    place = {one.id: at for at, one in enumerate(fits)}
    left = list(fits)
    found: list[Fit] = []
    while left and len(found) < most:
        best = max(left, key=lambda one: (worth[one.id] - _likeness(one, found), -place[one.id]))
        found.append(best)
        left.remove(best)
    return found


def in_order(fits: Sequence[Fit], order: Wish) -> list[Fit]:
    """By the value asked for; those that have none come last."""
    sign = -1 if order.term == "most" else 1
    known = [(value * sign, one.price, one) for one in fits if (value := _valued(one, order)) is not None]
    without = [one for one in fits if _valued(one, order) is None]
    return [one for *_, one in sorted(known, key=lambda row: row[:2])] + without


def _valued(one: Fit, order: Wish) -> Decimal | None:
    if order.kind == "price":
        return Decimal(one.price)
    return max((measure.high for measure in measures_of(one.one, one.variant, order)), default=None)


def _worth(one: Fit, need: Need, standing: Standing) -> float:
    worth = has_words(one.one, need) + _RANKED * standing.places.get(one.id, 0.0) + standing.popular.get(one.id, 0.0)
    worth += _BUDGET * _of_budget(one, need) - _SHOWN_BEFORE * (one.id in standing.shown)
    worth -= _OWN_KIND * bool(one.one.kinds & set(standing.owned_kinds))
    worth += for_occasion(one.one, need) - _SIZE_UNKNOWN * _needs_a_size(one, need)
    return worth - sum(1.0 for _ in one.missed)


def _of_budget(one: Fit, need: Need) -> float:
    """How much of the budget it takes, from 0 to 1; nothing where none was named."""
    highs = [wish.high for wish in need.of("price") if wish.high]
    return min(1.0, float(one.price / min(highs))) if highs else 0.0


def _needs_a_size(one: Fit, need: Need) -> bool:
    """Whether it is worn by somebody it is a present for, in a size that was not said, though no such thing was asked for."""
    open_what = not any(wish.kind in ("category", "product") or wish.name == "kind" for wish in need.wishes)
    if not (open_what and need.of("audience")) or need.of("size"):
        return False
    chosen = option(one.variant, "size")
    return chosen is not None and _WORN.fullmatch(chosen[1].en or chosen[1].zh) is not None


def for_occasion(one: Considered, need: Need) -> int:
    """How many of the occasions named it is for, by what is said of it."""
    return sum(in_texts(one, wish.values) is not None for wish in need.of("occasion"))


def has_words(one: Considered, need: Need) -> float:
    """How many of the words that no wish accounts for it has, those in its name counting more."""
    asked = {term for word in need.words for term in index_terms(word) if term not in EMPTY_WORDS}
    if not asked:
        return 0.0
    product = one.product
    name = {*index_terms(product.title.en), *index_terms(product.title.zh)}
    text = {*index_terms(product.description.en), *index_terms(product.description.zh)}
    return (_IN_NAME * len(asked & name) + _IN_TEXT * len(asked & text - name)) / len(asked)


def _likeness(one: Fit, others: Sequence[Fit]) -> float:
    kinds = Counter(kind for other in others for kind in _kind_of(other))
    alike = _SAME_KIND * max((kinds[kind] for kind in _kind_of(one)), default=0)
    alike += _SAME_BRAND * sum(other.one.brand == one.one.brand for other in others)
    return alike + _SAME_BAND * sum(_near_price(one, other) for other in others)


def _kind_of(one: Fit) -> frozenset[str]:
    return one.one.kinds or frozenset(one.one.categories[-1:])


def _near_price(one: Fit, other: Fit) -> bool:
    low, high = sorted((one.price, other.price))
    return high <= low * 1.15


def offered(one: Fit, order: Wish | None = None) -> Offered:
    """A fit as it is offered, each wish with the fact that shows it met, the value it is ordered by first."""
    price = one.one.price_fact(one.variant, one.currency)
    return Offered(
        product_id=one.id,
        variant_id=one.variant.id,
        price_fact_id=price.id if price else "",
        reasons=(*_of_order(one, order), *reasons(one)),
        misses=one.missed,
    )


def _of_order(one: Fit, order: Wish | None) -> Iterator[Reason]:
    """The fact a measure is read from; a price stands with every offer anyway."""
    if order is None or order.kind == "price":
        return
    for measure in measures_of(one.one, one.variant, order):
        if measure.fact is not None:
            # The value alone is the reason: that it is the least or the most of all is not said of a single piece.
            told = replace(order, term="", label=measure_label(order.name, order.dimension, None, None))
            yield Reason(wish=told, fact_id=measure.fact.id, attribute=measure.fact.attribute)
            return


_TOLD_FIRST: Final = (
    "feature", "measure", "material", "colour", "size", "on_sale", "price", "occasion", "brand", "delivery", "category",
)  # fmt: skip


def reasons(one: Fit) -> tuple[Reason, ...]:
    """The wishes it meets with their facts, what tells most first. What no fact shows is no reason."""
    shown = [
        Reason(wish=wish, fact_id=proof.fact_id, attribute=proof.attribute)
        for wish, proof in one.met
        if proof.fact_id and not (wish.unwanted and wish.kind not in ("material", "feature"))
    ]
    return tuple(sorted(shown, key=lambda reason: _place(reason.wish)))


def _place(wish: Wish) -> int:
    return _TOLD_FIRST.index(wish.kind) if wish.kind in _TOLD_FIRST else len(_TOLD_FIRST)
