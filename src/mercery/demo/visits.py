"""The visits of the demo shop's last weeks as they stand on record: what was met, what came of it and, of the last month, what
was looked at. The overview, the desk of search and the comparisons count these."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zlib import crc32

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.copying import Cell, copy_rows
from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.demo.history import Came
from mercery.demo.searches import finding, search_acts, search_that_finds
from mercery.demo.stories import BY_KEY
from mercery.demo.traffic import day_before
from mercery.experiments.assignment import assign
from mercery.experiments.service import share_for
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Interaction

DAYS: Final = 31
"""So long what visitors looked at is kept: as far as the overview and the desk of search look back."""
EVERYWHERE: Final = "assistant"
"""What every visitor meets: the feature, of which nobody is kept back in the demo shop."""
_SEED: Final = 1927
_SEARCHING: Final = 0.45
"""The share of visitors who search."""
_FINDS: Final = 0.5
"""Of buyers of a piece that is often searched for: that they came to it by a search."""
_BAGS_UNBOUGHT: Final = (0.06, 0.13)
"""Visitors who put something into the bag and leave it there; the second where they opened a piece from a search."""
_BEFORE_ORDER: Final = timedelta(seconds=90)
"""From the last look at the piece to the order."""
_EXPOSURES: Final = ("shop_id", "feature", "visitor_id", "day", "at", "arm", "share")
_OUTCOMES: Final = ("shop_id", "visitor_id", "kind", "at", "minor", "currency", "subject")


async def pay_visits(
    session: AsyncSession, shop: Shop, products: Sequence[Product], visits: Sequence[Came], now: datetime
) -> int:
    """Store the visits. Returns how many visitors came."""
    by_key = {one.key: one for one in sorted(products, key=lambda one: one.key)}
    key_of = {variant.sku: one.key for one in products for variant in one.variants}
    since = day_before(DAYS - 1, now)
    exposures, outcomes, acts = list[Sequence[Cell]](), list[Sequence[Cell]](), list[Interaction]()
    for came in visits:
        visitor = named(shop, came)
        exposures += _exposures(shop, visitor, came)
        outcomes += _outcomes(shop, visitor, came, now)
        if came.visit.at >= since:
            seen = [one for one in acts_of(visitor, came, by_key, key_of) if one.at and one.at < now]
            acts += seen
            bags = (one.at for one in seen if one.kind == "add_to_cart" and one.at)
            outcomes += ((shop.id, visitor, "add_to_cart", at.isoformat(), None, None, None) for at in bags)
    await copy_rows(session, "exposures", _EXPOSURES, exposures)
    await copy_rows(session, "outcomes", _OUTCOMES, outcomes)
    await interactions.bring(session, shop.id, acts)
    return len(visits)


def named(shop: Shop, came: Came) -> str:
    """The visitor's name, chosen so that the draw of the shop says the arms the visit is told with: the draw depends on the
    shop's id, which is another at every start."""
    arms = [(key, arm, BY_KEY[key].draft.share) for key, arm in came.visit.arms.items()]
    for attempt in range(2_000):
        name = f"vis_demo_{came.visit.key}_{attempt}"
        if all(assign(shop.id, key, name, holdout=share) == arm for key, arm, share in arms):
            return name
    raise AssertionError("two thousand draws in a row came out otherwise")


def _exposures(shop: Shop, visitor: str, came: Came) -> Iterator[Sequence[Cell]]:
    at = came.visit.at
    day, moment = at.astimezone(UTC).date().isoformat(), at.isoformat()
    yield shop.id, EVERYWHERE, visitor, day, moment, "treatment", share_for(shop, EVERYWHERE)
    for key, arm in came.visit.arms.items():
        yield shop.id, key, visitor, day, moment, arm, BY_KEY[key].draft.share


def _outcomes(shop: Shop, visitor: str, came: Came, now: datetime) -> Iterator[Sequence[Cell]]:
    complained, drawn = came.visit.at + timedelta(minutes=30), crc32(came.visit.key.encode()) / 2**32
    if complained < now and any(drawn < BY_KEY[key].complaints for key in came.visit.arms):
        yield shop.id, visitor, "complaint", complained.isoformat(), None, None, f"C-{visitor}"
    order = came.order
    if order is not None and order.placed_at is not None:
        total = order.total
        yield shop.id, visitor, "order", order.placed_at.isoformat(), total.minor, total.currency, order.number


def acts_of(
    visitor: str, came: Came, by_key: Mapping[str, Product], key_of: Mapping[str, str]
) -> Iterator[Interaction]:
    """What a visitor searched for, looked at and put into the bag: a buyer the first piece of the order, before it."""
    dice = random.Random(f"{_SEED}:acts:{came.visit.key}")  # noqa: S311
    lang, at = came.visit.lang, came.visit.at
    bought = by_key.get(key_of[came.order.lines[0].sku]) if came.order else None
    latest = (came.order.placed_at or at) - _BEFORE_ORDER if came.order else None
    found = list(_searched(dice, visitor, lang, by_key, at, bought))
    clicked = next((one.product_id for one in found if one.kind == "click"), None)
    yield from found
    at = (found[-1].at or at) if found else at
    looked = [one.id for one in dice.sample(list(by_key.values()), dice.choices((1, 2, 3, 4), (40, 30, 20, 10))[0])]
    if bought is not None and bought.id != clicked:
        looked = [*looked[1:], bought.id]
    for product_id in looked:
        at += timedelta(seconds=dice.randint(20, 70))
        at = min(at, latest) if latest else at
        yield Interaction(visitor_id=visitor, kind="view", surface="product", product_id=product_id, lang=lang, at=at)
    if came.visit.buys or dice.random() < _BAGS_UNBOUGHT[clicked is not None]:
        yield Interaction(
            visitor_id=visitor, kind="add_to_cart", surface="product", lang=lang,
            product_id=bought.id if bought else clicked or looked[-1],
            details={"quantity": came.order.lines[0].quantity if came.order else 1}, at=at + timedelta(seconds=20),
        )  # fmt: skip


def _searched(
    dice: random.Random, visitor: str, lang: Lang, by_key: Mapping[str, Product], at: datetime, bought: Product | None
) -> Iterator[Interaction]:
    if bought is not None:
        search = search_that_finds(bought.key, lang)
        if search is not None and dice.random() < _FINDS:
            yield from finding(visitor, search, bought.key, by_key, at)
    elif dice.random() < _SEARCHING:
        yield from search_acts(dice, visitor, lang, by_key, at)
