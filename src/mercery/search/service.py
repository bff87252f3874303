"""Searching a shop: read the query, match, overlay prices and stock of this moment, filter, count, sort, cut a page.

The index knows words and facet values only. Prices and stock come from `offers`, a function of `promotions` that the
caller hands in, because neighbours on a shelf do not import each other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import LANGS, Lang, Words
from mercery.search.desk.desk import Desk, desk_of, phrases
from mercery.search.desk.key import query_key
from mercery.search.desk.merchandising import in_force
from mercery.search.desk.rule import Rule
from mercery.search.filters import (
    Filters,
    Sort,
)
from mercery.search.finding import Finder, OfferSource
from mercery.search.library import opened
from mercery.search.matching import match
from mercery.search.naming import match_titles
from mercery.search.ordering import Ordering, asked, begin_meaning
from mercery.search.pool import product_ids
from mercery.search.query.understanding import understand
from mercery.search.ranking.model import WEIGHTS, Weights
from mercery.search.result import NamedProduct, SearchResult, Suggestion
from mercery.search.spelling import Correction
from mercery.search.words import words

ALWAYS_OVERLAID: Final = 400
"""Up to so many candidates prices and stock are fetched for counts; beyond only when a limit or the order needs them."""
FIRST_PAGES: Final = 72
"""Of so many of the best, stock is looked up before they are put in order."""
MOST_CLOSE: Final = 4
_NOBODYS: Final = "qzx"
"""Letters no word begins with."""


async def search(
    session: AsyncSession,
    shop: Shop,
    query: str,
    lang: Lang,
    *,
    offers: OfferSource,
    filters: Filters = Filters(),
    kept_as_words: frozenset[str] = frozenset(),
    currency: str | None = None,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 24,
    merchandised: bool = False,
    desk: Desk | None = None,
    weights: Weights = WEIGHTS,
) -> SearchResult:
    """One page of results. `kept_as_words` names parts of the reading the shopper took away.

    `merchandised`: for the shop's own lists, in which its rules pin, boost and bury. `desk`: synonyms and rules to be
    supposed instead of the shop's. `weights`: of the ranking, to see what a part of it is worth.
    """
    started = time.perf_counter()
    desk = desk if desk is not None else await desk_of(session, shop.id)
    chosen = currency or shop.currency
    shelf = (await opened(session, shop.id)).as_typed(kept_as_words)
    text = query.strip()[:300]
    own = desk.synonyms_for(lang)
    reading = understand(shelf, text, currency=chosen, kept_as_words=kept_as_words, own=own)
    sort = reading.sort if sort == "relevance" and reading.sort else sort
    if sort == "relevance":
        begin_meaning(reading)
    found = Finder(session, shop, shelf, offers, chosen, filters)
    matches, dropped = await found.relaxed(reading, sort)
    reading_left = reading.without(dropped)
    applied = filters.joined(reading_left.filters)
    inside = await found.in_order(reading, matches, dropped, text=text, sort=sort, weights=weights)
    corrections = (*reading.corrections, *inside.matches.corrections)
    rules = _rules(desk, text, _mended(text, corrections), filters) if merchandised and sort == "relevance" else ()
    # Which kind a word names is no limit to a rule for that very search: limits are what the shopper sets.
    moved = await found.merchandised(inside.ordered, rules, filters.joined(reading.filters.without("category")))
    page = tuple(one.product_id for one in moved.pieces[offset : offset + limit])
    brought = tuple(one for one, mark in moved.marks.items() if mark.was is None)
    await found.overlay(page, needed=True)
    close = await found.close(reading, inside.matches, inside.results, dropped) if offset == 0 else ()
    counts = found.counts(inside, applied)
    return SearchResult(
        query=text,
        reading=reading_left,
        currency=chosen,
        filters=applied,
        product_ids=page,
        total=counts.total + len(brought),
        marks=moved.marks,
        brought=brought,
        refused=moved.refused,
        offset=offset,
        limit=limit,
        sort=sort,
        close=close,
        left_out=(*(Words(word, word) for word in inside.matches.left_out), *(part.label for part in dropped)),
        dropped=dropped,
        corrections=corrections,
        facets=counts.facets,
        price_buckets=counts.price_buckets,
        in_stock=counts.in_stock,
        on_sale=counts.on_sale,
        capped=inside.matches.capped,
        offers=found.offers,
        reasons=inside.by_fit.why(page, inside.liking) if inside.by_fit else {},
        near=inside.by_fit.close if inside.by_fit else frozenset(),
        ms=(time.perf_counter() - started) * 1000,
    )


async def match_products(
    session: AsyncSession, shop: Shop, text: str, lang: Lang, *, limit: int = 5
) -> list[NamedProduct]:
    """The products a message names, the surest first: by name, by part of the name, or by article number."""
    return match_titles((await opened(session, shop.id)).index, text, lang, limit=limit)


async def agreements(session: AsyncSession, shop: Shop, query: str, product_ids: Sequence[str]) -> dict[str, float]:
    """For each product, the share of what the query says that it has, each word by how telling it is in the shop."""
    shelf = await opened(session, shop.id)
    reading = understand(shelf, query.strip()[:300], currency=shop.currency)
    return Ordering(shelf, await asked(reading)).agreements(product_ids)


async def suggest(session: AsyncSession, shop: Shop, prefix: str, lang: Lang, *, limit: int = 6) -> list[Suggestion]:
    """Completions while a shopper types."""
    shelf = await opened(session, shop.id)
    past = await phrases(session, shop.id, lang)
    own = (await desk_of(session, shop.id)).synonyms_for(lang)

    def completed() -> list[Suggestion]:
        return shelf.completer_for(own).complete(prefix.lstrip()[:80], lang, limit=limit, past=past)

    # Beside the event loop: the first of a version sorts its words, and the first that types by sounds loads a library.
    return await asyncio.to_thread(completed)


async def warm(session: AsyncSession, shop: Shop, *, offers: OfferSource) -> None:
    """Have everything at hand that the first search and the first completion of a process would wait for."""
    shelf = await opened(session, shop.id)
    names = [facet.label for facet in shelf.index.rows.labels.values() if facet.name == "category"][:1]
    for lang in LANGS:
        for text in [one.text(lang) for one in names] or [_NOBODYS]:
            await search(session, shop, text, lang, offers=offers)
            await suggest(session, shop, text[:2], lang)
        # What nothing begins with is looked for by its sound, which takes a library.
        await suggest(session, shop, _NOBODYS, lang)


async def listed(
    session: AsyncSession, shop: Shop, facets: Mapping[str, Sequence[str]], *, limit: int
) -> tuple[int, list[str]]:
    """How many products have these values, and the ids of the first of them in the shop's order."""
    shelf = await opened(session, shop.id)
    matches = match(shelf.index, [], shelf.spelling, facets=facets, limit=limit)
    return matches.total, product_ids(matches.candidates)


async def similar(
    session: AsyncSession, shop: Shop, product_id: str, text: str, *, category: str | None, limit: int
) -> list[str]:
    """Ids of pieces near the given one: of its category, those that share most of its words first."""
    shelf = await opened(session, shop.id)
    facets = {"category": [category]} if category else {}
    wanted = [word for word in words(text) if len(word.term) > 1][:10]
    matches = match(shelf.index, wanted, shelf.spelling, facets=facets, limit=limit + 1)
    more = match(shelf.index, [], shelf.spelling, facets=facets, limit=limit * 2) if facets else None
    ids = [one for found in (matches, more) if found for one in product_ids(found.candidates)]
    return [one for one in dict.fromkeys(ids) if one != product_id][:limit]


def _rules(desk: Desk, text: str, mended: str, filters: Filters) -> tuple[Rule, ...]:
    """Those in force for this query, or for the page of this category."""
    if not desk.rules:
        return ()
    categories = filters.facets.get("category", ())
    category = categories[0] if len(categories) == 1 and not text else ""
    return in_force(desk.rules, keys={query_key(text), query_key(mended)}, category=category, now=now())


def _mended(text: str, corrections: Sequence[Correction]) -> str:
    """The query with its words as the shop spells them."""
    for one in corrections:
        text = text.replace(one.said, one.meant)
    return text
