"""The demo shop's own experiments and their history: invented visitors and orders, the same at every start. What is shown of
them is read by the same code as for any shop.

The experiments are of the house's own website, which tells its visitors and orders through the API; that is why their visitors
are no visitors of these pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog.copying import Cell, copy_rows
from mercery.core import clock
from mercery.core.i18n import Words
from mercery.experiments.assignment import assign
from mercery.experiments.readings import take
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft
from mercery.experiments.service import record_cost

BY: Final = Actor(kind="system", id="demo", name="Demo")
_EXPOSURES: Final = ("shop_id", "feature", "visitor_id", "day", "at", "arm", "share")
_OUTCOMES: Final = ("shop_id", "visitor_id", "kind", "at", "minor", "currency", "subject", "margin_minor")
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One experiment, and what its invented visitors do."""

    draft: Draft
    days: int
    per_day: int
    """Visitors of both arms on an ordinary day."""
    buys: tuple[float, float]
    """The chance to order, with it and without."""
    returns: tuple[float, float]
    """Of an order, that something of it comes back."""
    complaints: float = 0.0
    costs: int = 0
    """What a visitor who has it costs, in millionths of the currency."""


STORIES: Final = (
    Story(
        draft=Draft(
            key="assistant-product-pages", name=Words("Assistant on product pages", "商品页 AI 店员"),
            place=Words("the house's own website", "品牌官网"), share=0.5, metric="orders", worth_above=2.0,
        ),
        days=42, per_day=470, buys=(0.0475, 0.0325), returns=(0.092, 0.11), complaints=0.002, costs=62_000,
    ),
    Story(
        draft=Draft(
            key="live-countdown", name=Words("Countdown beside the live price", "直播价旁的倒计时"),
            place=Words("live page of the house's own website", "品牌官网直播页"), share=0.5, metric="orders",
            worth_above=0.0,
        ),
        days=18, per_day=620, buys=(0.025, 0.0435), returns=(0.135, 0.105),
    ),
    Story(
        draft=Draft(
            key="quick-replies-first", name=Words("Quick replies first", "先给快捷回复"),
            place=Words("assistant of the house's own website", "品牌官网 AI 店员"), share=0.5, metric="orders",
            worth_above=12.0,
        ),
        days=6, per_day=540, buys=(0.044, 0.039), returns=(0.1, 0.1),
    ),
    Story(
        draft=Draft(
            key="shorter-greeting", name=Words("Shorter greeting", "更短的问候"),
            place=Words("assistant of the house's own website", "品牌官网 AI 店员"), share=0.5, metric="orders",
            worth_above=12.0,
        ),
        days=60, per_day=260, buys=(0.0302, 0.0301), returns=(0.1, 0.1),
    ),
)  # fmt: skip


async def run_experiments(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """Set them up as they began, store what came, read every day since. Returns how many."""
    for number, story in enumerate(STORIES):
        since = now - timedelta(days=story.days)
        with clock.at(since):
            await running.create(session, shop, BY, story.draft)
            started = await running.start(session, shop, BY, story.draft.key)
        exposures, outcomes = invented(shop, story, since, now, random.Random(1_906 + number))  # noqa: S311 - a story
        await copy_rows(session, "exposures", _EXPOSURES, exposures)
        await copy_rows(session, "outcomes", _OUTCOMES, outcomes)
        await _costs(session, shop, story, since)
        current = await accounts.shop(session, shop.id)
        await take(session, current, started)
    return len(STORIES)


def invented(
    shop: Shop, story: Story, since: datetime, now: datetime, dice: random.Random
) -> tuple[list[Sequence[Cell]], list[Sequence[Cell]]]:
    """Rows of exposures and outcomes. A visitor's arm is drawn here and then is what the draw of the shop says: the name is
    chosen so, since the shop's id, which the draw depends on, is another at every start."""
    exposures, outcomes = list[Sequence[Cell]](), list[Sequence[Cell]]()
    key, share = story.draft.key, story.draft.share
    for number in range(story.days * story.per_day):
        at = since + timedelta(seconds=_moment(dice, story.days))
        held = dice.random() < share
        visitor = _named(shop, key, number, share, held=held)
        arm = "holdout" if held else "treatment"
        day = at.astimezone(UTC).date().isoformat()
        exposures.append((shop.id, key, visitor, day, at.isoformat(), arm, share))
        outcomes += _what_came(shop, story, visitor, at, now, dice, held=held)
    return exposures, outcomes


def _moment(dice: random.Random, days: int) -> float:
    """Seconds since the beginning: more people come in the evening than in the morning."""
    hour = dice.triangular(6, 24, 20)
    return min(dice.randrange(days) * _DAY + hour * 3600 % _DAY, days * _DAY - 60)


def _named(shop: Shop, key: str, number: int, share: float, *, held: bool) -> str:
    wanted = "holdout" if held else "treatment"
    for attempt in range(200):
        name = f"vis_demo_{key[:12]}_{number}_{attempt}"
        if assign(shop.id, key, name, holdout=share) == wanted:
            return name
    raise AssertionError("two hundred draws in a row came out the same")


def _what_came(
    shop: Shop, story: Story, visitor: str, at: datetime, now: datetime, dice: random.Random, *, held: bool
) -> Iterator[Sequence[Cell]]:
    if story.complaints and dice.random() < story.complaints:
        complained = at + timedelta(minutes=30)
        if complained < now:
            yield (shop.id, visitor, "complaint", complained.isoformat(), None, None, f"C-{visitor}", None)
    if dice.random() >= story.buys[held]:
        return
    ordered = at + timedelta(minutes=dice.triangular(4, 1_400, 20))
    if ordered >= now:
        return
    paid = round(dice.lognormvariate(5.5, 0.32), 0) * 100
    margin = round(paid * dice.uniform(0.42, 0.56))
    number = f"W-{visitor[9:]}"
    yield (shop.id, visitor, "order", ordered.isoformat(), int(paid), shop.currency, number, margin)
    back = ordered + timedelta(days=dice.uniform(3, 12))
    if dice.random() < story.returns[held] and back < now:
        yield (shop.id, visitor, "refund", back.isoformat(), int(paid), shop.currency, number, margin)


async def _costs(session: AsyncSession, shop: Shop, story: Story, since: datetime) -> None:
    if not story.costs:
        return
    for day in range(story.days):
        with clock.at(since + timedelta(days=day, hours=12)):
            spent = round(story.costs * story.per_day * (1 - story.draft.share))
            await record_cost(
                session, shop.id, story.draft.key, kind="model", micros=spent, currency=shop.currency, tokens=spent // 2
            )
