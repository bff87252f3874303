"""What experiments tell the overview: orders that would not have come, with their range, and what was spent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import Interval, NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.experiments.console.asking import HOME, url
from mercery.experiments.console.words import both, standing, verdict_sentence
from mercery.experiments.reading import Reading
from mercery.experiments.readings import latest
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Experiment
from mercery.experiments.running.features import share_in_force
from mercery.experiments.tables import ExposureRow
from mercery.ui.formats import number_text

_SETTLED = ("keep", "stop", "stop_too_small", "mismatch")
_LABEL = Words("Incremental orders", "增量订单")


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """The rows of the period, and the experiments that wait for a decision."""
    every = await running.every(session, shop)
    readings = await latest(session, shop.id)
    read = [(one, found) for one in every if (found := readings.get((one.key, one.phase))) is not None]
    return OverviewPart(
        rows=(await _extra_orders(session, shop, period, read),),
        needs=[need for one, found in read if (need := _waits(shop, one, found)) is not None],
    )


async def _extra_orders(
    session: AsyncSession, shop: Shop, period: Period, read: Sequence[tuple[Experiment, Reading]]
) -> OverviewRow:
    """Of the running experiment that most visitors of the period met and that has a range. Several are not added up: one
    visitor may have met them all."""
    met = await _met(session, shop, period)
    ranged = [
        (one, found)
        for one, found in read
        if one.state == "running" and found.orders.known and not found.blocked and met.get(one.key)
    ]
    if not ranged:
        return OverviewRow(label=_LABEL, figure="–", how=_why_not(shop, read), url=HOME)
    settled = [pair for pair in ranged if standing(*pair, 0.5) in ("keep", "stop")] or ranged
    one, found = max(settled, key=lambda pair: met[pair[0].key])
    count = met[one.key]
    low, estimate, high = ((end or 0.0) * count for end in (found.orders.low, found.orders.estimate, found.orders.high))

    def said(value: float) -> str:
        return number_text(round(value), "en", digits=0, sign=True)

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
