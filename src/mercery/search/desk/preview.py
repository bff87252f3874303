"""What would change before anything does: real searches with the shop's desk as it is, and as it would be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.search.desk import report
from mercery.search.desk.desk import desk_of
from mercery.search.desk.key import query_key
from mercery.search.desk.merchandising import Mark
from mercery.search.desk.own_synonym import OwnSynonym
from mercery.search.desk.report import Span
from mercery.search.desk.rule import Rule
from mercery.search.filters import Filters
from mercery.search.finding import OfferSource
from mercery.search.result import SearchResult
from mercery.search.service import search

SHOWN: Final = 12
"""Places set side by side."""
MOST_LISTS: Final = 3
_MOST_KEYS: Final = 2_000
BUDGET: Final = 0.6
"""Seconds of searching for one part of a preview; the page then asks for the next."""
_FIRST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a list."""

    product_id: str
    title: Words
    price: Money | None
    available: bool
    was: int | None = None
    """Its place before; None where it was not among the results."""
    mark: Mark | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """One list before and after."""

    heading: Words
    query: str
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    refused: bool = False
    """The rule may not bring its piece forward here: it cannot be bought now, or a limit of this search rules it out."""

    @property
    def changes(self) -> bool:
        """Whether anything stands elsewhere."""
        return [one.product_id for one in self.before] != [one.product_id for one in self.after]


async def of_rule(
    session: AsyncSession, shop: Shop, rule: Rule, lang: Lang, span: Span, *, offers: OfferSource
) -> list[SideBySide]:
    """The lists a rule is for, with it and without: its searches, its category, or the most frequent searches."""
    desk = await desk_of(session, shop.id)
    others = tuple(one for one in desk.rules if one.id != rule.id)
    before = replace(desk, rules=others)
    # A rule that begins later is shown as it will be.
    begun = replace(rule, id=rule.id or "new", starts_at=min(rule.starts_at, span.until), active=True)
    after = replace(desk, rules=(*others, begun))
    made = []
    for query, category in await _lists(session, rule, span):
        results = [
            await search(
                session, shop, query, lang, offers=offers, limit=SHOWN, merchandised=True, desk=each,
                filters=Filters(facets={"category": (category,)} if category else {}),
            )
            for each in (before, after)
        ]  # fmt: skip
        heading = Words(f"“{query}”", f"“{query}”") if query else Words(category, category)
        side = await _side_by_side(session, shop, heading, query, *results)
        made.append(replace(side, refused=begun.id in results[1].refused))
    return made


async def _lists(session: AsyncSession, rule: Rule, span: Span) -> list[tuple[str, str]]:
    match rule.scope.kind:
        case "queries":
            return [(query, "") for query in rule.scope.queries[:MOST_LISTS]]
        case "category":
            return [("", rule.scope.category)]
        case "all":
            frequent = await report.keys(session, span, limit=MOST_LISTS)
            return [(text, "") for _, text, _, _ in frequent] or [("", "")]


async def _side_by_side(
    session: AsyncSession, shop: Shop, heading: Words, query: str, before: SearchResult, after: SearchResult
) -> SideBySide:
    ids = {*before.product_ids, *after.product_ids}
    titles = {one.id: one.title for one in await catalog.products(session, shop.id, sorted(ids))}
    was = {one: place for place, one in enumerate(before.product_ids, 1)}

    def places(found: SearchResult) -> tuple[Place, ...]:
        return tuple(
            Place(
                product_id=one,
                title=titles[one],
                price=offer.low if (offer := found.offers.get(one)) else None,
                available=bool(offer and offer.available),
                was=was.get(one),
                mark=found.marks.get(one),
                moved=was.get(one) != place,
            )
            for place, one in enumerate(found.product_ids, 1)
            if one in titles
        )

    return SideBySide(heading=heading, query=query, before=places(before), after=places(after))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSearch:
    """One search of the last days that would find something else."""

    text: str
    visitors: int
    before: int
    after: int
    added: tuple[Words, ...]
    """Pieces new among the first."""
    gone: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymPreview:
    """What a row of synonyms would change, as far as it was looked at."""

    changed: tuple[ChangedSearch, ...]
    looked_at: int
    total: int

    @property
    def done(self) -> bool:
        """Whether every search was looked at."""
        return self.looked_at >= self.total


async def of_synonym(
    session: AsyncSession, shop: Shop, made: OwnSynonym, span: Span, *, offers: OfferSource, begin: int = 0
) -> SynonymPreview:
    """The searches with a word of the row that would find something else, from the `begin`th on, for a short while."""
    desk = await desk_of(session, shop.id)
    others = tuple(one for one in desk.synonyms if one.id != made.id)
    before, after = replace(desk, synonyms=others), replace(desk, synonyms=(*others, made))
    concerned = [one for one in await report.keys(session, span, limit=_MOST_KEYS) if _concerns(made, one[0], one[2])]
    started, changed, at = time.perf_counter(), [], begin
    for _, text, typed_in, visitors in concerned[begin:]:
        if at > begin and time.perf_counter() - started > BUDGET:
            break
        at += 1
        lang: Lang = "zh" if typed_in == "zh" else "en"
        results = [
            await search(session, shop, text, lang, offers=offers, limit=_FIRST, desk=each) for each in (before, after)
        ]
        one = await _changed(session, shop, text, visitors, *results)
        if one is not None:
            changed.append(one)
    return SynonymPreview(changed=tuple(changed), looked_at=at, total=len(concerned))


def _concerns(made: OwnSynonym, key: str, lang: str) -> bool:
    if made.lang and made.lang != lang:
        return False
    said = f" {key} "
    return any(f" {word} " in said for word in map(query_key, made.all_words) if word)


async def _changed(
    session: AsyncSession, shop: Shop, text: str, visitors: int, before: SearchResult, after: SearchResult
) -> ChangedSearch | None:
    counts = [one.total if one.exact else 0 for one in (before, after)]
    if counts[0] == counts[1] and before.product_ids == after.product_ids:
        return None
    added = [one for one in after.product_ids if one not in before.product_ids]
    gone = [one for one in before.product_ids if one not in after.product_ids]
    titles = {one.id: one.title for one in await catalog.products(session, shop.id, [*added, *gone])}
    return ChangedSearch(
        text=text,
        visitors=visitors,
        before=counts[0],
        after=counts[1],
        added=_titles(added, titles),
        gone=_titles(gone, titles),
    )


def _titles(ids: Sequence[str], titles: dict[str, Words]) -> tuple[Words, ...]:
    return tuple(titles[one] for one in ids if one in titles)
