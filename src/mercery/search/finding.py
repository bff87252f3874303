"""One search under way: candidates, what prices and stock say of them, limits given up, the order, and what comes close."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.search.desk.merchandising import Merchandised, merchandise, to_bring_in
from mercery.search.desk.rule import Rule
from mercery.search.filters import (
    Candidate,
    FacetGroup,
    Filters,
    Offer,
    PriceBucket,
    Sort,
    affordable,
    any_within,
    each_within,
    facet_groups,
    fits,
    price_buckets,
    within,
)
from mercery.search.library import OpenShop
from mercery.search.matching import Matches, match, missing_words, of_products
from mercery.search.ordering import NO_LIKING, Liking, Ordering, asked, by_price_or_age
from mercery.search.pool import product_ids
from mercery.search.query.parts import Part, Reading
from mercery.search.ranking.model import Weights
from mercery.search.result import CloseMatch

ALWAYS_OVERLAID: Final = 400
"""Up to so many candidates prices and stock are fetched for counts; beyond only when a limit or the order needs them."""
FIRST_PAGES: Final = 72
"""Of so many of the best, stock is looked up before they are put in order."""
MOST_CLOSE: Final = 4
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


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """The results in their order, before the shop's rules move any."""

    matches: Matches
    results: Sequence[Candidate]
    """As they were found."""
    ordered: Sequence[Candidate]
    by_fit: Ordering | None = None
    """What weighed them; None where they stand by price or age, or everything was asked for."""
    liking: Liking = NO_LIKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are, in all and by what could be chosen next."""

    total: int
    facets: tuple[FacetGroup, ...]
    price_buckets: tuple[PriceBucket, ...]
    in_stock: int
    on_sale: int


class Finder:
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

    async def in_order(
        self, reading: Reading, matches: Matches, dropped: Sequence[Part], *, text: str, sort: Sort, weights: Weights
    ) -> InOrder:
        """The results of a reading of which `dropped` was given up: by fit where something was asked, else as `sort` says."""
        applied = self._filters.joined(reading.without(dropped).filters)
        by_fit = None
        if sort == "relevance" and not reading.empty:
            by_fit = Ordering(self._shelf, await asked(reading, matches.words), weights)
        liking = await Liking.of(self._session, self._shop.id, text) if by_fit else NO_LIKING
        if by_fit is None or not by_fit.query.words:
            results = self.within(matches, applied)
            ordered = by_price_or_age(results, sort, self.offers, applied)
            return InOrder(matches=matches, results=results, ordered=ordered, by_fit=by_fit, liking=liking)
        matches, results = await self.arranged(by_fit, matches, applied, widen=bool(reading.words))
        ordered = by_fit.ordered(results, self.offers, applied, liking, dropped=reading if dropped else None)
        return InOrder(matches=matches, results=results, ordered=ordered, by_fit=by_fit, liking=liking)

    def counts(self, inside: InOrder, filters: Filters) -> Counted:
        """What the page says in numbers."""
        matches, results = inside.matches, inside.results
        all_seen = filters.needs_offer or matches.total <= len(matches.candidates)
        return Counted(
            total=len(results) if all_seen else matches.total,
            facets=facet_groups(self.countable(matches, filters), filters, self.offers, self._shelf.index.rows.labels),
            price_buckets=price_buckets(matches.candidates, filters, self.offers, self._currency)
            if self.overlaid
            else (),
            in_stock=self.counted(results, replace(filters, in_stock=True)),
            on_sale=self.counted(results, replace(filters, on_sale=True)),
        )

    def within(self, matches: Matches, filters: Filters) -> list[Candidate]:
        """The candidates inside the limits."""
        return within(matches.candidates, filters, self.offers)

    def any_within(self, matches: Matches, filters: Filters) -> bool:
        """Whether a candidate is inside the limits."""
        return any_within(matches.candidates, filters, self.offers)

    def counted(self, results: Sequence[Candidate], filters: Filters) -> int:
        """How many of the results, which are within all other limits, are within those of price and stock."""
        offers = self.offers
        return sum(affordable(one.values, filters, offers.get(one.product_id)) for one in results)

    async def relaxed(self, reading: Reading, sort: Sort) -> tuple[Matches, tuple[Part, ...]]:
        """Matches of the reading; where nothing is left, without the fewest and least weighty of its limits."""
        matches = await self.match(reading, sort)
        filters = self._filters.joined(reading.filters)
        if "category" in filters.facets and reading.words and not self.any_within(matches, filters):
            within = await self._in_category(reading, filters)
            if within is not None:
                return within, ()
        dropped: list[Part] = []
        limits = sorted(
            (part for part in reading.parts if part.kind not in ("other_currency", "order", "aside")), key=_weight
        )
        while not self.any_within(matches, self._filters.joined(reading.without(dropped).filters)) and limits:
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
        await self.overlay(product_ids(found.candidates), needed=filters.needs_offer)
        return found if self.any_within(found, filters) else None

    def _answers(self, matches: Matches, reading: Reading) -> bool:
        return self.any_within(matches, self._filters.joined(reading.filters))

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
            inside = each_within(matches.candidates, others, self.offers)
            near = islice((one for one in inside if one.product_id not in known), 2)
            for one in near:
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
