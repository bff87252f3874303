"""Searching a shop: read the query, match, overlay prices and stock of this moment, filter, count, sort, cut a page.

The index knows words and facet values only. Prices and stock come from `offers`, a function of `promotions` that the
caller hands in, because neighbours on a shelf do not import each other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import LANGS, Lang, Words
from mercery.search.desk.desk import Desk, desk_of, phrases
from mercery.search.desk.key import query_key
from mercery.search.desk.merchandising import Merchandised, in_force, merchandise, to_bring_in
from mercery.search.desk.rule import Rule
from mercery.search.filters import (
    Candidate,
    Filters,
    Offer,
    Sort,
    affordable,
    facet_groups,
    fits,
    price_buckets,
    within,
)
from mercery.search.library import OpenShop, opened
from mercery.search.matching import MOST_CANDIDATES, Matches, match, missing_words, of_products
from mercery.search.naming import match_titles
from mercery.search.ordering import NO_LIKING, Liking, Ordering, asked, by_price_or_age
from mercery.search.pool import product_ids
from mercery.search.query.parts import Part, Reading
from mercery.search.query.understanding import understand
from mercery.search.ranking.model import WEIGHTS, Weights
from mercery.search.result import CloseMatch, NamedProduct, SearchResult, Suggestion
from mercery.search.spelling import Correction
from mercery.search.words import words

ALWAYS_OVERLAID: Final = 400
"""Up to so many candidates prices and stock are fetched for counts; beyond only when a limit or the order needs them."""
FIRST_PAGES: Final = 72
"""Of so many of the best, stock is looked up before they are put in order."""
MOST_CLOSE: Final = 4
_NOBODYS: Final = "qzx"
"""Letters no word begins with."""
_RELAXED_FIRST: Final = (
    "sale",
    "stock",
    "audience",
    "made_of",
    "material",
    "brand",
    "colour",
    "color",
    "measure",
    "unwanted",
    "category",
    "price",
)


class OfferSource(Protocol):
    """Prices and stock of products at this moment: `promotions.service.offers`."""

    def __call__(
        self, session: AsyncSession, shop: Shop, product_ids: Sequence[str], *, currency: str | None = None
    ) -> Awaitable[Mapping[str, Offer]]: ...


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
    found = _Finder(session, shop, shelf, offers, chosen, filters)
    matches, dropped = await found.relaxed(reading, sort)
    reading_left = reading.without(dropped)
    applied = filters.joined(reading_left.filters)
    by_fit = (
        Ordering(shelf, await asked(reading, matches.words), weights)
        if sort == "relevance" and not reading.empty
        else None
    )
    liking = await Liking.of(session, shop.id, text) if by_fit else NO_LIKING
    if by_fit is not None and by_fit.query.words:
        matches, results = await found.arranged(by_fit, matches, applied, widen=bool(reading.words))
        ordered = by_fit.ordered(results, found.offers, applied, liking, dropped=reading if dropped else None)
    else:
        results = found.within(matches, applied)
        ordered = by_price_or_age(results, sort, found.offers, applied)
    mended = _mended(text, (*reading.corrections, *matches.corrections))
    rules = _rules(desk, text, mended, filters) if merchandised and sort == "relevance" else ()
    # Which kind a word names is no limit to a rule for that very search: limits are what the shopper sets.
    moved = await found.merchandised(ordered, rules, filters.joined(reading.filters.without("category")))
    page = moved.pieces[offset : offset + limit]
    brought = tuple(one for one, mark in moved.marks.items() if mark.was is None)
    await found.overlay([one.product_id for one in page], needed=True)
    close = await found.close(reading, matches, results, dropped) if offset == 0 else ()
    exact_total = (
        matches.total if not (applied.needs_offer or matches.total <= len(matches.candidates)) else len(results)
    )
    return SearchResult(
        query=text,
        reading=reading_left,
        currency=chosen,
        filters=applied,
        product_ids=tuple(one.product_id for one in page),
        total=exact_total + len(brought),
        marks=moved.marks,
        brought=brought,
        refused=moved.refused,
        offset=offset,
        limit=limit,
        sort=sort,
        close=close,
        left_out=(*(Words(word, word) for word in matches.left_out), *(part.label for part in dropped)),
        dropped=dropped,
        corrections=(*reading.corrections, *matches.corrections),
        facets=facet_groups(found.countable(matches, applied), applied, found.offers, shelf.index.rows.labels),
        price_buckets=price_buckets(matches.candidates, applied, found.offers, chosen) if found.overlaid else (),
        in_stock=found.counted(results, replace(applied, in_stock=True)),
        on_sale=found.counted(results, replace(applied, on_sale=True)),
        capped=matches.capped,
        offers=found.offers,
        reasons=by_fit.why([one.product_id for one in page], liking) if by_fit else {},
        near=by_fit.close if by_fit else frozenset(),
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


class _Finder:
    """One search under way: the shop's index, and the offers fetched so far."""

    def __init__(
        self, session: AsyncSession, shop: Shop, shelf: OpenShop, source: OfferSource, currency: str, filters: Filters
    ) -> None:
        self._session, self._shop, self._shelf = session, shop, shelf
        self._source, self._currency, self._filters = source, currency, filters
        self.offers: dict[str, Offer] = {}
        self._asked: set[str] = set()
        self.overlaid = False

    async def overlay(self, product_ids: Sequence[str], *, needed: bool) -> None:
        """Fetch the offers not known yet."""
        missing = [one for one in product_ids if one not in self._asked]
        if missing and (needed or len(missing) <= ALWAYS_OVERLAID):
            self._asked.update(missing)
            self.offers |= await self._source(self._session, self._shop, missing, currency=self._currency)

    async def match(self, reading: Reading, sort: Sort) -> Matches:
        """The candidates of a reading; facets narrow inside the index only when there are too many to count."""
        filters = self._filters.joined(reading.filters)
        index, spelling, unwanted = self._shelf.index, self._shelf.spelling, filters.unwanted
        matches = match(index, reading.words, spelling, text=reading.text, unwanted=unwanted)
        if matches.capped and (filters.facets or filters.excluded):
            every = matches.everything
            facets, excluded = filters.facets, filters.excluded
            matches = match(index, reading.words, spelling, facets=facets, unwanted=unwanted, excluded=excluded)
            # What else could be chosen is counted before the choice.
            matches = replace(matches, everything=every)
        needed = filters.needs_offer or sort in ("price_up", "price_down")
        ids = product_ids(matches.candidates)
        await self.overlay(ids, needed=needed)
        self.overlaid = len(self._asked.intersection(ids)) == len(ids)
        return matches

    def countable(self, matches: Matches, filters: Filters) -> Sequence[Candidate]:
        """What the values of are counted: everything that was found, unless prices or stock decide, which are only looked
        up of the candidates."""
        every = matches.everything.pool() if matches.everything and not filters.needs_offer else None
        return matches.candidates if every is None else every

    async def arranged(
        self, by_fit: Ordering, matches: Matches, filters: Filters, *, widen: bool
    ) -> tuple[Matches, list[Candidate]]:
        """The results in the order of what they are, with `widen` also what answers without having all words; offers are at
        hand for the first pages, so that what cannot be had sinks there."""
        beside = by_fit.beside(matches, filters) if widen else by_fit.none
        if filters.needs_offer:
            await self.overlay(beside.product_ids, needed=True)
        matches, results = by_fit.arranged(matches, beside, filters, self.offers)
        await self.overlay([one.product_id for one in results[:FIRST_PAGES]], needed=True)
        return matches, results

    def within(self, matches: Matches, filters: Filters) -> list[Candidate]:
        """The candidates inside the limits."""
        return within(matches.candidates, filters, self.offers)

    def counted(self, results: Sequence[Candidate], filters: Filters) -> int:
        """How many of the results, which are within all other limits, are within those of price and stock."""
        offers = self.offers
        return sum(affordable(one.values, filters, offers.get(one.product_id)) for one in results)

    async def relaxed(self, reading: Reading, sort: Sort) -> tuple[Matches, tuple[Part, ...]]:
        """Matches of the reading; where nothing is left, without the fewest and least weighty of its limits."""
        matches = await self.match(reading, sort)
        filters = self._filters.joined(reading.filters)
        if "category" in filters.facets and reading.words and not self.within(matches, filters):
            within = await self._in_category(reading, filters)
            if within is not None:
                return within, ()
        dropped: list[Part] = []
        limits = sorted(
            (part for part in reading.parts if part.kind not in ("other_currency", "order", "aside")), key=_weight
        )
        while not self.within(matches, self._filters.joined(reading.without(dropped).filters)) and limits:
            single = [part for part in limits if self._answers(matches, reading.without([*dropped, part]))]
            taken = single[0] if single else limits[0]
            dropped.append(taken)
            limits.remove(taken)
            if matches.capped or (taken.kind == "unwanted" and not taken.facet):
                matches = await self.match(reading.without(dropped), sort)
        return matches, tuple(dropped)

    async def _in_category(self, reading: Reading, filters: Filters) -> Matches | None:
        """Where nothing of the kind asked for has all the words: that kind without some of them, rather than another kind."""
        index, spelling, unwanted = self._shelf.index, self._shelf.spelling, filters.unwanted
        found = match(index, reading.words, spelling, facets=filters.facets, unwanted=unwanted)
        if not found.total:
            said = tuple(word.surface for word in reading.words)
            found = replace(match(index, [], spelling, facets=filters.facets, unwanted=unwanted), left_out=said)
        await self.overlay([one.product_id for one in found.candidates], needed=filters.needs_offer)
        return found if self.within(found, filters) else None

    def _answers(self, matches: Matches, reading: Reading) -> bool:
        return bool(self.within(matches, self._filters.joined(reading.filters)))

    async def merchandised(
        self, ordered: Sequence[Candidate], rules: Sequence[Rule], limits: Filters
    ) -> Merchandised[Candidate]:
        """The list by the shop's rules: forward comes only what can be bought and is within all the limits asked for,
        also those that had to be given up for the rest."""
        raising = [rule for rule in rules if rule.act != "bury"]
        brought = of_products(self._shelf.index, to_bring_in(rules, {one.product_id for one in ordered}))
        meant = [
            one.product_id
            for one in (*brought, *ordered)
            if any(rule.target.covers(one.product_id, one.values) for rule in raising)
        ]
        await self.overlay(meant[:ALWAYS_OVERLAID], needed=True)

        def may_rise(one: Candidate) -> bool:
            offer = self.offers.get(one.product_id)
            chosen = offer.among(limits.asked_of(one.values)) if offer else None
            return chosen is not None and chosen.available and fits(one, limits, offer)

        return merchandise(ordered, rules, may_rise=may_rise, brought=brought)

    async def close(
        self, reading: Reading, matches: Matches, results: Sequence[Candidate], dropped: Sequence[Part]
    ) -> tuple[CloseMatch, ...]:
        """Where few pieces meet everything: those that miss one thing, and what it is."""
        wishes = len(reading.words) + len(reading.parts)
        if wishes < 2 or len(results) > MOST_CLOSE or dropped or matches.left_out:
            return ()
        known = {one.product_id for one in results}
        found: dict[str, CloseMatch] = {}
        # What is not wanted is never offered as coming close.
        for part in sorted((one for one in reading.parts if one.kind not in ("unwanted", "order")), key=_weight):
            others = self._filters.joined(reading.without([part]).filters)
            near = [one for one in self.within(matches, others) if one.product_id not in known]
            for one in near[:2]:
                if one.product_id not in found:
                    found.setdefault(
                        one.product_id, CloseMatch(product_id=one.product_id, missing=(part.label,), part=part)
                    )
        if len(found) < MOST_CLOSE and len(matches.words) > 1:
            self._by_words(reading, matches, known, found)
        await self.overlay(list(found), needed=True)
        return tuple(found.values())[:MOST_CLOSE]

    def _by_words(self, reading: Reading, matches: Matches, known: set[str], found: dict[str, CloseMatch]) -> None:
        """Pieces within the limits that lack one of the words."""
        filters = self._filters.joined(reading.filters)
        near = match_fewer(self._shelf, matches, limit=MOST_CLOSE * 4, unwanted=filters.unwanted)
        ids = [
            one.product_id
            for one in near
            if one.product_id not in known | found.keys() and fits(one, filters, self.offers.get(one.product_id))
        ]
        if not ids:
            return
        lacking = missing_words(self._shelf.index, matches.words, ids[:MOST_CLOSE])
        for product_id, gone in lacking.items():
            if gone:
                labels = tuple(Words(f"“{word}”", f"“{word}”") for word in gone)
                found.setdefault(product_id, CloseMatch(product_id=product_id, missing=labels))


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


def match_fewer(
    shelf: OpenShop, matches: Matches, *, limit: int, unwanted: Sequence[str] = ()
) -> tuple[Candidate, ...]:
    """Products with all words but one."""
    best: dict[str, Candidate] = {}
    for left in range(len(matches.words)):
        some = [word for place, word in enumerate(matches.words) if place != left]
        for one in match(shelf.index, some, shelf.spelling, limit=limit, unwanted=unwanted).candidates:
            if one.product_id not in best or best[one.product_id].score < one.score:
                best[one.product_id] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score)[:limit])


def _weight(part: Part) -> int:
    name = part.facet if part.kind == "facet" else part.kind
    return _RELAXED_FIRST.index(name) if name in _RELAXED_FIRST else 0


__all__ = ["MOST_CANDIDATES", "OfferSource", "match_products", "search", "similar", "suggest", "understand", "warm"]
