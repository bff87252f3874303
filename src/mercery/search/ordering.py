"""The results of a query in the order in which they answer it.

`Ordering` weighs candidates by what they are as soon as they are found, and adds pieces that mean what was asked without
saying it; what goes for them at this moment is weighed afterwards, where offers are at hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession
from tantivy import Query

from mercery.search.desk.desk import outcomes, popularity
from mercery.search.desk.key import query_key
from mercery.search.desk.outcome import Outcome, Popularity
from mercery.search.filters import Candidate, Filters, Offer, Sort, fits
from mercery.search.library import OpenShop
from mercery.search.matching import Matches, having_unwanted, match_some
from mercery.search.meaning import meaning_in_use
from mercery.search.pool import Pool
from mercery.search.query.parts import Part, Reading
from mercery.search.ranking.lexical import Floats
from mercery.search.ranking.model import WEIGHTS, Circumstances, Weights, scores
from mercery.search.ranking.outcomes import chosen, liked
from mercery.search.ranking.reasons import Reason, reasons
from mercery.search.stored.terms import FIELDS
from mercery.search.stored.vectors import Numbers
from mercery.search.weighing import Asked, Weighed, weigh
from mercery.search.words import EMPTY_WORDS, Word, words

WEIGHED: Final = 600
"""Candidates weighed, the best by the index's own score; those behind follow in its order."""
NEAREST: Final = 100
"""Pieces nearest in meaning that are looked at."""
CLOSE_FROM: Final = 0.5
"""From here on a piece that has not all the words is a result for what it means."""
MOST_CLOSE: Final = 48
LEAST_SHARE: Final = 1 / 3
"""Of what was asked, by how telling each word is, a piece has to have so much where none has all the words."""
ADJUSTED: Final = 400
"""Results near the top for which stock, price and outcomes are weighed."""
_THINGS: Final = frozenset({"", "category"})
"""Facets whose words may say what kind of thing is meant; colours and brands do not."""
_NONE: Final[Numbers] = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Liking:
    """What visitors chose, for a query and at all."""

    outcomes: Mapping[str, Outcome]
    popularity: Mapping[str, Popularity]

    @staticmethod
    async def of(session: AsyncSession, shop_id: str, text: str) -> Liking:
        """What is known of it in a shop, from memory."""
        return Liking(
            outcomes=await outcomes(session, shop_id, query_key(text)), popularity=await popularity(session, shop_id)
        )


NO_LIKING: Final = Liking(outcomes={}, popularity={})


class Ordering:
    """One query's candidates, weighed."""

    def __init__(self, shelf: OpenShop, query: Asked, weights: Weights = WEIGHTS) -> None:
        self._shelf, self._weights, self.query = shelf, weights, query
        self._weighed: Weighed | None = None
        self._places: dict[str, int] = {}
        self.close: frozenset[str] = frozenset()
        """The results that are there for what they mean and have not all the words."""

    @property
    def none(self) -> Pool:
        """No pieces."""
        return Pool(self._shelf.index.rows, _NONE, np.zeros(0))

    def beside(self, matches: Matches, filters: Filters) -> Pool:
        """What may answer, too: pieces near in meaning that are not among the matches and, where no match has all words,
        such as have some of them."""
        index = self._shelf.index
        known = matches.candidates.numbers if isinstance(matches.candidates, Pool) else _NONE
        found = [_NONE]
        if self.query.vector is not None and not matches.capped:
            found.append(index.nearest_numbers(self.query.vector, NEAREST)[0])
        if matches.left_out:
            found.append(match_some(index, self.query.words, facets=filters.facets, unwanted=filters.unwanted).numbers)
        numbers = np.array(list(dict.fromkeys(np.concatenate(found).tolist())), dtype=np.int64)
        numbers = numbers[~np.isin(numbers, known)]
        if filters.unwanted and len(numbers):
            numbers = numbers[~np.isin(numbers, having_unwanted(index, filters.unwanted))]
        return Pool(index.rows, numbers, np.zeros(len(numbers)))

    def arranged(
        self, matches: Matches, beside_pool: Pool, filters: Filters, offers: Mapping[str, Offer]
    ) -> tuple[Matches, list[Candidate]]:
        """The matches with those beside them that are meant, too; and all within the limits in the order of what they are."""
        rows = self._shelf.index.rows
        pool = matches.candidates if isinstance(matches.candidates, Pool) else self.none
        inside = np.flatnonzero(pool.mask(filters, offers))
        first, behind = inside[:WEIGHED], inside[WEIGHED:]
        beside = np.flatnonzero(beside_pool.mask(filters, offers))
        numbers = np.concatenate([pool.numbers[first], beside_pool.numbers[beside]])
        if not len(numbers):
            return matches, []
        found = weigh(self._shelf.index, self._shelf.heads, self.query, numbers, self._weights)
        each = scores(found.features, len(numbers), self._weights)
        near = len(first) + _meant(found, len(first))
        meant = np.union1d(near, len(first) + _as_well(found, len(first)))
        taken = np.concatenate([np.arange(len(first)), meant])
        order = taken[np.argsort(-each[taken], kind="stable")]
        # Those behind were not weighed: they stand behind all that were, in the order they came.
        tail = (float(each[order[-1]]) if len(order) else 0.0) - 1e-6 * np.arange(1, len(behind) + 1)
        made = Pool(
            rows,
            np.concatenate([numbers[order], pool.numbers[behind]]),
            np.concatenate([each[order], tail]),
            pool.matched,
        )
        self._weighed = found
        self._places = dict(zip(made.product_ids[: len(order)], order.tolist(), strict=True))
        self.close = frozenset(one for one, place in self._places.items() if place in set(near.tolist()))
        every = Pool(
            rows,
            np.concatenate([pool.numbers, numbers[meant]]),
            np.concatenate([pool.scores, np.zeros(len(meant))]),
            pool.matched,
        )
        return replace(matches, candidates=every, total=matches.total + len(meant)), list(made)

    def ordered(
        self,
        results: Sequence[Candidate],
        offers: Mapping[str, Offer],
        filters: Filters,
        liking: Liking,
        *,
        dropped: Reading | None = None,
    ) -> list[Candidate]:
        """The results in their order, with what goes for them at this moment. `dropped` is the reading with the limits that
        had to be given up, where there are some."""
        top, rest = results[:ADJUSTED], results[ADJUSTED:]
        ids = [one.product_id for one in top]
        now = Circumstances(
            met=_met(top, offers, dropped.parts, dropped.filters) if dropped else None,
            over=_over(top, offers, filters, dropped.filters.price_max) if dropped else None,
            gone=np.array([_gone(one, offers, filters) for one in top]),
            liked=liked(ids, liking.popularity),
            chosen=chosen(ids, liking.outcomes),
        )
        total = np.array([one.score for one in top]) + scores(now, len(top), self._weights)
        return [*(top[place] for place in np.argsort(-total, kind="stable").tolist()), *rest]

    def agreements(self, product_ids: Sequence[str]) -> dict[str, float]:
        """For each product, the share of the words' weight it has."""
        index = self._shelf.index
        wanted = list(dict.fromkeys(product_ids))
        _, numbers, _ = index.found_numbers(Query.term_set_query(index.schema, "id", wanted), max(1, len(wanted)))
        share = weigh(index, frozenset(), self.query, numbers, self._weights).agreement.coverage
        return dict.fromkeys(wanted, 0.0) | dict(zip(index.rows.product_ids(numbers), share.tolist(), strict=True))

    def why(self, product_ids: Sequence[str], liking: Liking) -> dict[str, tuple[Reason, ...]]:
        """The reasons for the results of a page."""
        found = self._weighed
        if found is None:
            return {}
        often, well = chosen(product_ids, liking.outcomes), liked(product_ids, liking.popularity)
        near = found.features.near
        return {
            product_id: reasons(
                self._places[product_id],
                found.asked,
                found.agreement,
                FIELDS,
                near=float(near[self._places[product_id]]) if near is not None else 0.0,
                chosen=float(often[at]),
                liked=float(well[at]),
            )
            for at, product_id in enumerate(product_ids)
            if product_id in self._places
        }


def _meant(found: Weighed, first: int) -> Numbers:
    """Which of those from `first` on are close enough to be results, counted from there, the closest first."""
    if found.closeness is None:
        return _NONE
    query, kind = found.closeness.query[first:], found.closeness.kind[first:]
    close = np.flatnonzero((query >= CLOSE_FROM) & (kind >= CLOSE_FROM))
    return close[np.argsort(-(query + kind)[close], kind="stable")][:MOST_CLOSE]


def _as_well(found: Weighed, first: int) -> Numbers:
    """Which of those from `first` on say as much of what was asked as the best of those before: fewer words that tell more."""
    share = found.agreement.coverage
    least = max(float(share[:first].max()) if first else 0.0, LEAST_SHARE)
    return np.flatnonzero(share[first:] >= least)


async def asked(reading: Reading, corrected: Sequence[Word] = ()) -> Asked:
    """What candidates are weighed against: all words that say something, with what they may be called otherwise, as far as
    they are wanted, and what they mean together. `corrected`: those that were searched for as the shop spells them."""
    ordered = _saying(reading, corrected)
    said = _together(ordered)
    meaning = meaning_in_use() if said else None
    if meaning is not None:
        await meaning.prepare(said)
    return Asked(
        text=reading.text,
        words=tuple(word for word, _ in ordered),
        things=tuple(word for word, thing in ordered if thing),
        vector=meaning.of_query(said) if meaning is not None else None,
    )


def begin_meaning(reading: Reading) -> None:
    """Have what the words mean worked out beside the look-up of the words; where one is mended, it is worked out again."""
    meaning = meaning_in_use()
    if meaning is not None:
        meaning.begin(_together(_saying(reading, ())))


def _saying(reading: Reading, corrected: Sequence[Word]) -> list[tuple[Word, bool]]:
    """The words that say something in their order, and whether each says what kind of thing is meant."""
    parts = [part for part in reading.parts if part.kind == "facet"]
    found: dict[int, tuple[Word, bool]] = {word.start: (word, True) for word in (*reading.words, *corrected)}
    for word in words(reading.text):
        inside = next((part for part in parts if part.start <= word.start < part.end), None)
        if inside is not None and word.start not in found and word.surface.lower() not in EMPTY_WORDS:
            found[word.start] = (word, inside.facet in _THINGS)
    return [found[start] for start in sorted(found)]


def _together(ordered: Sequence[tuple[Word, bool]]) -> str:
    """They as one text. A colour or a brand by itself does not say what kind of thing is meant."""
    return " ".join(word.surface for word, _ in ordered) if any(thing for _, thing in ordered) else ""


def _gone(one: Candidate, offers: Mapping[str, Offer], filters: Filters) -> float:
    """Whether what is asked for cannot be had; what nobody looked up is taken for there."""
    whole = offers.get(one.product_id)
    offer = whole.among(filters.asked_of(one.values)) if whole else None
    return 0.0 if offer is None or offer.available else 1.0


def _met(
    results: Sequence[Candidate], offers: Mapping[str, Offer], parts: Sequence[Part], filters: Filters
) -> Floats | None:
    """The share of the limits each result meets."""
    alone = [one for part in parts if not (one := _only(filters, part)).empty]
    if not alone:
        return None
    each = [[fits(one, limit, offers.get(one.product_id)) for limit in alone] for one in results]
    share: Floats = np.array(each, dtype=np.float64).reshape(len(results), len(alone)).mean(axis=1)
    return share


def _only(filters: Filters, part: Part) -> Filters:
    """That limit and no other."""
    match part.kind:
        case "price":
            return Filters(price_min=filters.price_min, price_max=filters.price_max)
        case "stock":
            return Filters(in_stock=True)
        case "sale":
            return Filters(on_sale=True)
        case "measure":
            return Filters(measures=tuple(one for one in filters.measures if one.key == part.key))
        case "facet":
            return Filters(facets=dict(part.limits))
        case _:
            return Filters()


def _over(
    results: Sequence[Candidate], offers: Mapping[str, Offer], filters: Filters, most: int | None
) -> Floats | None:
    """How far above the price asked for each result is."""
    if not most:
        return None

    def share(one: Candidate) -> float:
        whole = offers.get(one.product_id)
        offer = whole.among(filters.asked_of(one.values)) if whole else None
        return min(1.0, max(0.0, math.log2(max(offer.low.minor, 1) / most))) if offer else 0.0

    return np.array([share(one) for one in results])


def by_price_or_age(
    results: Sequence[Candidate], sort: Sort, offers: Mapping[str, Offer], filters: Filters
) -> list[Candidate]:
    """By age or price, pieces without a price last; without a wish as the shop has them."""

    def price(one: Candidate) -> int | None:
        whole = offers.get(one.product_id)
        offer = whole.among(filters.asked_of(one.values)) if whole else None
        return offer.low.minor if offer else None

    match sort:
        case "newest":
            return sorted(results, key=lambda one: one.product_id, reverse=True)
        case "price_up":
            return sorted(results, key=lambda one: (price(one) is None, price(one) or 0))
        case "price_down":
            return sorted(results, key=lambda one: (price(one) is None, -(price(one) or 0)))
        case _:
            return list(results)
