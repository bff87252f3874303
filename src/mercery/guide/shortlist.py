"""From all the shop's pieces to those that are held against the wishes one by one: all of them in a small shop, in a
large one what search finds for the kind, the values and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang
from mercery.guide.need import Need
from mercery.guide.shelf import Shelf
from mercery.guide.wording import kind_words
from mercery.search.filters import Filters
from mercery.search.service import OfferSource, search

MOST: Final = 200
_NARROWING: Final = ("category", "brand")
"""Wishes every product either meets by its facet or does not; the others are looked at piece by piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The pieces worth looking at."""

    ids: tuple[str, ...]
    places: Mapping[str, float] = field(default_factory=dict)
    """How well search finds each, from 1 down to 0."""
    partial: bool = False
    """Whether there are more that may fit."""


async def shortlist(
    session: AsyncSession, shop: Shop, shelf: Shelf, need: Need, *, lang: Lang, currency: str, offers: OfferSource
) -> Shortlist:
    """The pieces to be held against the need."""
    if shelf.whole:
        return Shortlist(ids=shelf.ids)
    found = await search(
        session, shop, _query(need, lang), lang, offers=offers, filters=_filters(need, currency), currency=currency,
        limit=MOST,
    )  # fmt: skip
    count = len(found.product_ids)
    places = {one: 1 - place / count for place, one in enumerate(found.product_ids)}
    return Shortlist(ids=tuple(found.product_ids), places=places, partial=found.total > count)


def _query(need: Need, lang: Lang) -> str:
    """The words to search for: the kinds and materials wanted, and what no wish accounts for."""
    said: list[str] = []
    for wish in need.wishes:
        if wish.unwanted:
            continue
        if wish.kind == "feature" and wish.name == "kind":
            said += [kind_words(kind).text(lang) for kind in wish.values[:1]]
        elif wish.kind == "material":
            said += [wish.term or value for value in wish.values[:1]]
        elif wish.kind in ("feature", "occasion"):
            said.append(wish.label.text(lang))
    return " ".join(dict.fromkeys(text for text in (*said, *need.words) if text))


def _filters(need: Need, currency: str) -> Filters:
    """The limits that the index or the prices decide surely."""
    facets: dict[str, tuple[str, ...]] = {}
    low = high = None
    for wish in need.wishes:
        if wish.unwanted or wish.firmness != "must":
            continue
        if wish.kind in _NARROWING and wish.values:
            facets[wish.kind] = wish.values
        if wish.kind == "price" and (wish.currency or currency) == currency:
            low = int(wish.low) if wish.low is not None else low
            high = int(wish.high) if wish.high is not None else high
    return Filters(facets=facets, price_min=low, price_max=high)
