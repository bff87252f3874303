"""What experiments tell the overview: orders that would not have come, with their range, and what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import Interval, NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.experiments.console.asking import HOME, url
from mercery.experiments.console.words import both, standing, verdict_sentence
from mercery.experiments.ledger.costs import used
from mercery.experiments.ledger.kinds import MEASURES
from mercery.experiments.ledger.prices import money_of
from mercery.experiments.reading import Reading
from mercery.experiments.readings import latest
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Experiment
from mercery.experiments.running.features import share_in_force
from mercery.experiments.tables import ExposureRow
from mercery.ui.formats import money_text, number_text

_JOINT: Final[dict[Lang, str]] = {"en": ": ", "zh": "："}
_SETTLED = ("keep", "stop", "stop_too_small", "mismatch")
_FEWEST = 30
"""Visitors in the time below which nothing is worked out for it."""
_WHOLE_FROM = 10
_LABEL = Words("Incremental orders", "增量订单")


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """The rows of the period, and the experiments that wait for a decision."""
    every = await running.every(session, shop)
    readings = await latest(session, shop.id)
    read = [(one, found) for one in every if (found := readings.get((one.key, one.phase))) is not None]
    return OverviewPart(
        rows=(await _extra_orders(session, shop, period, read), await _spent(session, shop, period)),
        needs=_needs(shop, read),
    )


async def _extra_orders(
    session: AsyncSession, shop: Shop, period: Period, read: Sequence[tuple[Experiment, Reading]]
) -> OverviewRow:
    """Of the running experiment that most visitors have met since it began, and enough in the period, and that has a range: so
    that today and thirty days speak of the same one. Several are not added up: one visitor may have met them all."""
    met = await _met(session, shop, period)
    ranged = [
        (one, found)
        for one, found in read
        if one.state == "running" and found.orders.known and not found.blocked and met.get(one.key, 0) >= _FEWEST
    ]
    if not ranged:
        return OverviewRow(label=_LABEL, figure="–", how=_why_not(shop, read), url=HOME)
    settled = [pair for pair in ranged if standing(*pair, 0.5) in ("keep", "stop")] or ranged
    one, found = max(settled, key=lambda pair: (pair[1].treated.n, met[pair[0].key]))
    count = met[one.key]
    low, estimate, high = ((end or 0.0) * count for end in (found.orders.low, found.orders.estimate, found.orders.high))

    digits = 0 if max(abs(low), abs(high)) >= _WHOLE_FROM else 1

    def said(value: float) -> str:
        return number_text(round(value, digits) + 0.0, "en", digits=digits, sign=True)

    visitors = both(lambda lang: number_text(count, lang))
    days = max(1, round(found.days))
    return OverviewRow(
        label=_LABEL,
        figure=said(estimate),
        how=Words(
            f"{one.name.text('en')}: hold-out drawn by chance, {days} days, applied to the {visitors.en} visitors who met it",
            f"{one.name.text('zh')}：随机对照组，{days} 天，按其间接触的 {visitors.zh} 位访客推算",
        ),
        interval=Interval(
            low=low, estimate=estimate, high=high, low_text=said(low), high_text=said(high), post=0.0,
            post_label=Words("0, same as hold-out", "0，与对照组相同"),
        ),
        url=url(one.key),
    )  # fmt: skip


async def _spent(session: AsyncSession, shop: Shop, period: Period) -> OverviewRow:
    """What all features cost in the time, kind by kind; kinds without a price are named and in no sum."""
    found = await used(session, shop, None, period.since, period.until)
    priced = {kind: money_of(cost.micros, shop.currency) for kind, cost in found.items() if cost.micros}
    open_ = [kind for kind, cost in found.items() if not cost.whole]
    total = sum((amount.minor for amount in priced.values()), 0)
    counted = both(
        lambda lang: _listed(
            [f"{MEASURES[kind].name.text(lang)} {money_text(one, lang)}" for kind, one in priced.items()], lang
        )
    )
    missing = both(lambda lang: _listed([MEASURES[kind].name.text(lang) for kind in open_], lang))
    en = f"Exact. {counted.en}" if priced else "Nothing that has a price was used"
    zh = f"精确。{counted.zh}" if priced else "没有产生有单价的花费"
    if open_:
        en, zh = f"{en}; without a price: {missing.en.lower()}", f"{zh}；尚无单价：{missing.zh}"
    return OverviewRow(
        label=Words("Money spent", "花费"), figure=money_text(Money(total, shop.currency), "en"), how=Words(en, zh),
        url="/console/costs",
    )  # fmt: skip


def _listed(parts: Sequence[str], lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(parts)


async def _met(session: AsyncSession, shop: Shop, period: Period) -> dict[str, int]:
    """Visitors who had each experiment in the period."""
    rows = await session.execute(
        select(ExposureRow.feature, func.count(ExposureRow.visitor_id.distinct()))
        .where(
            ExposureRow.shop_id == shop.id, ExposureRow.arm == "treatment",
            ExposureRow.at.between(period.since, period.until),
        )
        .group_by(ExposureRow.feature)
    )  # fmt: skip
    return {str(key): int(count) for key, count in rows}


def _why_not(shop: Shop, read: Sequence[tuple[Experiment, Reading]]) -> Words:
    if not 0 < share_in_force(shop, "assistant") < 1 and not read:
        return Words(
            "Nobody is kept without the assistant, so what it brings cannot be known",
            "没有对照组，无从得知 AI 店员带来了什么",
        )
    return Words(
        "No range yet: too few orders, or nobody met an experiment in this time",
        "尚无区间：订单太少，或该时段无人接触实验",
    )


def _needs(shop: Shop, read: Sequence[tuple[Experiment, Reading]]) -> list[NeedsPerson]:
    """One by one; several decisions are one item that leads to the table."""
    found = [need for one, reading in read if (need := _waits(shop, one, reading)) is not None]
    alarms = [need for need in found if need.tone == "stop"]
    waiting = [need for need in found if need.tone != "stop"]
    if len(waiting) < 2:
        return [*alarms, *waiting]
    count = len(waiting)
    names = both(
        lambda lang: ("、" if lang == "zh" else ", ").join(
            need.title.text(lang).split(_JOINT[lang])[0] for need in waiting
        )
    )
    together = NeedsPerson(
        title=Words(f"{count} experiments have a verdict", f"{count} 项实验已有结论"), text=names, url=HOME,
        act=Words("Decide", "去决定"),
    )  # fmt: skip
    return [*alarms, together]


def _waits(shop: Shop, one: Experiment, found: Reading) -> NeedsPerson | None:
    where = standing(one, found, share_in_force(shop, one.key) if one.feature else one.share)
    if where not in _SETTLED:
        return None
    alarm = where == "mismatch"
    return NeedsPerson(
        title=Words(f"{one.name.text('en')}: a decision waits", f"{one.name.text('zh')}：待您决定")
        if not alarm
        else Words(f"{one.name.text('en')}: the groups are not as drawn", f"{one.name.text('zh')}：分组人数异常"),
        text=verdict_sentence(one, found, where),
        tone="stop" if alarm else "care",
        url=url(one.key),
        act=Words("See the reading", "查看读数"),
    )
