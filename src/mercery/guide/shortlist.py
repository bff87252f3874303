"""From all the shop's pieces to those that are held against the wishes one by one: all of them in a small shop, in a
large one what the index finds for the kind, the values and the words, as far as prices and stock allow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.facets import Facet
from mercery.catalog.product import Offering
from mercery.claims.vocabulary import materials_in, same_or_kind_of
from mercery.core.i18n import Lang
from mercery.guide.chosen import is_colour, size_names
from mercery.guide.need import Need, Wish
from mercery.guide.shelf import Live, Shelf
from mercery.guide.wording import kind_words
from mercery.promotions.price import EVERYBODY, row_in_force
from mercery.search.filters import Candidate
from mercery.search.library import opened
from mercery.search.matching import match
from mercery.search.words import EMPTY_WORDS, Word, words

LOOKED_AT: Final = 1_000
"""Candidates of the index whose values are looked at,"""
PRICED: Final = 240
"""of those, so many whose prices and stock are (where an amount was named, else what is held is nearly all of them),"""
MOST: Final = 100
"""and of those so many that are held against every wish."""
_SPARE: Final = 40
"""Beside those, for what is sold out."""
_NARROWING: Final = ("category", "brand")
_WITH_A_FACET: Final = {"colour": ("colour", "color"), "size": ("size",), "material": ("material",)}
_OTHER_AUDIENCE: Final = {"women": ("men", "kids"), "men": ("women", "kids"), "adult": ("kids",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The pieces worth looking at."""

    ids: tuple[str, ...]
    places: Mapping[str, float] = field(default_factory=dict)
    """How well search finds each, from 1 down to 0."""
    live: Live | None = None
    """Prices and stock, where they were read already."""
    partial: bool = False
    """Whether there may be more that fit."""


async def shortlist(
    session: AsyncSession, shop: Shop, shelf: Shelf, need: Need, *, lang: Lang, currency: str, at: datetime
) -> Shortlist:
    """The pieces to be held against the need."""
    if shelf.whole:
        return Shortlist(ids=shelf.ids)
    index = await opened(session, shop.id)
    facets = _facets(need, index.index.rows.labels.values())
    found = match(index.index, _words(need, lang, facets), index.spelling, facets=facets, limit=LOOKED_AT)
    able = [one for one in found.candidates if _may_meet(one, need)]
    low, high = _bounds(need, currency)
    ordered = need.order is not None and need.order.kind == "price"
    many = MOST + _SPARE if low is None and high is None and not ordered else PRICED
    ids = [one.product_id for one in able[:many]]
    live = await catalog.offering(session, shop.id, ids)
    sold = [one for one in ids if _sold(live.get(one, {}).values(), currency, low, high, at)] or ids
    chosen = sold[:MOST]
    places = {one: 1 - place / len(chosen) for place, one in enumerate(chosen)}
    return Shortlist(
        ids=tuple(chosen), places=places, live={one: live.get(one, {}) for one in chosen},
        partial=found.total > len(chosen),
    )  # fmt: skip


def _facets(need: Need, labels: Iterable[Facet]) -> dict[str, list[str]]:
    """The values of the index that meet the wishes it knows of, by facet."""
    found: dict[str, list[str]] = {}
    known = list(labels)
    for wish in need.wishes:
        if wish.unwanted or wish.firmness != "must" or not wish.values:
            continue
        if wish.kind in _NARROWING:
            found[wish.kind] = list(wish.values)
        for name in _WITH_A_FACET.get(wish.kind, ()):
            values = [one.value for one in known if one.name == name and _value_meets(one, wish)]
            if values:
                found[name] = values
    return found


def _value_meets(facet: Facet, wish: Wish) -> bool:
    text = facet.label.en or facet.label.zh
    match wish.kind:
        case "material":
            return any(same_or_kind_of(one, asked) for one in materials_in(text.lower()) for asked in wish.values)
        case "size":
            return facet.value in wish.values or any(value in size_names(text) for value in wish.values)
        case _:
            return is_colour(text, wish)


def _words(need: Need, lang: Lang, facets: Mapping[str, object]) -> Sequence[Word]:
    """The words to search for: the kinds and materials wanted, and what no wish accounts for."""
    said: list[str] = []
    for wish in need.wishes:
        if wish.unwanted:
            continue
        if wish.kind == "feature" and wish.name == "kind":
            said += [kind_words(kind).text(lang) for kind in wish.values[:1]]
        elif wish.kind == "material" and "material" not in facets:
            said += [wish.term or value for value in wish.values[:1]]
        elif wish.kind == "feature":
            said.append(wish.label.text(lang))
    text = " ".join(dict.fromkeys(one for one in (*said, *need.words) if one))
    return [word for word in words(text) if word.surface.lower() not in EMPTY_WORDS]


def _may_meet(one: Candidate, need: Need) -> bool:
    """Whether its values in the index allow that it meets the wishes the index knows of."""
    for wish in need.wishes:
        if wish.kind == "product" and wish.unwanted and one.product_id in wish.values:
            return False
        if (
            wish.kind == "category"
            and wish.unwanted
            and any(f"category={value}" in one.values for value in wish.values)
        ):
            return False
        if wish.unwanted or wish.firmness != "must":
            continue
        gone = _OTHER_AUDIENCE.get(wish.values[0], ()) if wish.kind == "audience" and len(wish.values) == 1 else ()
        if any(f"audience={value}" in one.values for value in gone):
            return False
    return True


def _bounds(need: Need, currency: str) -> tuple[int | None, int | None]:
    low = high = None
    for wish in need.of("price"):
        if (wish.currency or currency) == currency:
            low = int(wish.low) if wish.low is not None else low
            high = int(wish.high) if wish.high is not None else high
    return low, high


def _sold(variants: Iterable[Offering], currency: str, low: int | None, high: int | None, at: datetime) -> bool:
    """Whether a variant can be sent today, at a price within the bounds."""
    for one in variants:
        if not one.stock.available:
            continue
        row = row_in_force(one.prices, currency, at, EVERYBODY)
        if row is not None and (low is None or row.amount.minor >= low) and (high is None or row.amount.minor <= high):
            return True
    return False
