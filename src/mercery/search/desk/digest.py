"""Works searches, outcomes and popularity out of what visitors did, piece by piece of time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.i18n import LANGS
from mercery.experiments.service import orders_told
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Kind
from mercery.orders import sold
from mercery.search.desk import counting, desk, outcomes, repository, search_log
from mercery.search.desk.key import query_key
from mercery.search.desk.outcome import Popularity
from mercery.search.desk.searched import LEADS_TO_BAG, LEADS_TO_ORDER, ONE_SEARCH, Bought, Searched, searches

COUNTED_FOR: Final = timedelta(days=90)
"""Searches that make outcomes."""
LOOKED_BACK: Final = timedelta(hours=1)
"""What is worked out again with each run: clicks come later than the search."""
STEP: Final = timedelta(days=1)
_MOST_SEARCHES: Final = 5_000
"""Newest searches of one query that its outcomes are counted from."""
_MONTH: Final = timedelta(days=30)
_NUMBERED: Final = re.compile(r"[A-Za-z]{0,4}-?\d{4,}(?:-\d+)*")


_ACTS: Final[tuple[Kind, ...]] = ("search", "click", "add_to_cart")


async def first_search(session: AsyncSession, shop_id: str, since: datetime, now: datetime) -> datetime:
    """From when on there is something to work out; `now` where nobody has searched since a moment."""
    first = await interactions.first_act(session, shop_id, _ACTS, since=since)
    return first or now


def steps(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The time in pieces of a day, each worked out in a transaction of its own."""
    at = since
    while at < until:
        yield at, min(at + STEP, until)
        at += STEP


async def work_out(session: AsyncSession, shop_id: str, since: datetime, until: datetime, now: datetime) -> int:
    """The searches that began in that time, with their outcomes; returns how many there were."""
    # Two runs over one time would each put the same searches in.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"searches:{shop_id}", 0))))
    acts = await interactions.acts(
        session,
        shop_id,
        _ACTS,
        since=since - ONE_SEARCH,
        until=until + LEADS_TO_BAG + ONE_SEARCH,
    )
    found = []
    if acts:
        bought = await _bought(session, shop_id, since, until + LEADS_TO_ORDER)
        begun = [one for one in searches(acts, bought) if since <= one.at < until]
        found = await _without_order_numbers(session, shop_id, begun)
    keys = await search_log.replace_between(session, shop_id, found, since, until)
    for key in keys:
        await _count(session, shop_id, key, now)
    await repository.digested(session, shop_id, until, changed=bool(keys))
    if keys:
        desk.changed(shop_id)
    return len(found)


async def _count(session: AsyncSession, shop_id: str, key: str, now: datetime) -> None:
    """Outcomes of one query, and whether it may be proposed."""
    kept = await search_log.of_key(session, shop_id, key, since=now - COUNTED_FOR, limit=_MOST_SEARCHES)
    await outcomes.replace_outcomes(session, shop_id, key, counting.outcomes(kept))
    for lang in LANGS:
        own = [one for one in kept if one.lang == lang]
        await outcomes.replace_phrase(session, shop_id, lang, key, counting.phrase(own))


async def forget_unsearched(session: AsyncSession, shop_id: str, now: datetime) -> int:
    """Take away what is known of queries nobody made in the time that counts; returns how many went."""
    keys = await search_log.keys_without_searches(session, shop_id, now - COUNTED_FOR)
    for key in keys:
        await _count(session, shop_id, key, now)
    return len(keys)


async def count_popularity(session: AsyncSession, shop_id: str, now: datetime) -> None:
    """Visitors who looked at each product, put it into the bag, and orders it stands in: the last month whole, the one
    before by half, the one before that by a quarter."""
    viewed: Counter[str] = Counter()
    carted: Counter[str] = Counter()
    bought: Counter[str] = Counter()
    for month, weight in enumerate((4, 2, 1)):
        until, since = now - month * _MONTH, now - (month + 1) * _MONTH
        looks = await interactions.visitors_by_product(session, shop_id, ["view"], since=since, until=until)
        bags = await interactions.visitors_by_product(session, shop_id, ["add_to_cart"], since=since, until=until)
        sales = await _sold(session, shop_id, since, until)
        for counter, counts in ((viewed, looks), (carted, bags), (bought, sales)):
            counter.update({product_id: count * weight for product_id, count in counts.items()})
    found = {
        product_id: Popularity(
            viewed=viewed[product_id] / 4, carted=carted[product_id] / 4, bought=bought[product_id] / 4
        )
        for product_id in viewed | carted | bought
    }
    await outcomes.replace_popularity(session, shop_id, found)


async def _sold(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> Mapping[str, int]:
    by_sku = await sold.orders_by_sku(session, shop_id, since=since, until=until)
    products = await catalog.product_ids_of_skus(session, shop_id, by_sku)
    counted: Counter[str] = Counter()
    for sku, count in by_sku.items():
        if sku in products:
            counted[products[sku]] += count
    return counted


async def _bought(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> list[Bought]:
    """What visitors bought, of the orders of which it is known who placed them."""
    told = await orders_told(session, shop_id, since=since, until=until)
    skus = await sold.skus_of_orders(session, shop_id, {number for _, _, number in told})
    products = await catalog.product_ids_of_skus(session, shop_id, {sku for each in skus.values() for sku in each})
    return [
        Bought(
            visitor_id=visitor,
            at=at,
            products=frozenset(products[sku] for sku in skus.get(number, ()) if sku in products),
        )
        for visitor, at, number in told
    ]


async def _without_order_numbers(session: AsyncSession, shop_id: str, found: Sequence[Searched]) -> list[Searched]:
    """Numbers of the shop's own orders are masked, whatever they look like."""
    said = {match for one in found for match in _NUMBERED.findall(f"{one.query} {one.next_query}")}
    known = await sold.numbers_among(session, shop_id, said | {one.lstrip("-") for one in said})
    if not known:
        return list(found)
    any_of = re.compile("|".join(re.escape(number) for number in sorted(known, key=len, reverse=True)))

    def plain(text: str) -> str:
        return any_of.sub("[order]", text)

    return [
        replace(
            one,
            query=plain(one.query),
            key=query_key(plain(one.query)),
            relaxed=tuple(map(plain, one.relaxed)),
            next_query=plain(one.next_query),
            next_key=query_key(plain(one.next_query)) if one.next_query else "",
        )
        for one in found
    ]
