"""What inspection tells the overview: how many conversations were free of faults, and what waits for a judgement."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import Interval, NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.core.intervals import wilson
from mercery.inspection import repository
from mercery.inspection.coaching import standing
from mercery.inspection.finding import FindingFilter

_MOST = 100_000
_PAGE = "/console/inspection"


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """One line; and a need where something critical waits."""
    talks = await repository.inspections(session, shop.id, since=period.since, until=period.until)
    ids = {one.conversation_id for one in talks}
    found, _ = await repository.findings(session, shop.id, FindingFilter(state=None, since=period.since), limit=_MOST)
    faulty = {one.conversation_id for one in standing(found)} & ids
    waiting = await repository.counts(session, shop.id, FindingFilter(state="open"))
    critical = waiting.get(("critical", "open"), 0)
    return OverviewPart(
        rows=(_row(len(talks), len(talks) - len(faulty)),) if talks else (),
        needs=(_need(critical),) if critical else (),
    )


def _row(total: int, clean: int) -> OverviewRow:
    low, high = wilson(clean, total)
    return OverviewRow(
        label=Words("Without a fault", "质检无误"),
        figure=f"{clean / total:.1%}",
        how=Words(
            f"{clean} of {total} ended conversations inspected have no finding that stands",
            f"已质检的 {total} 段结束会话中，{clean} 段没有成立的结果",
        ),
        interval=Interval(low=low, estimate=clean / total, high=high, low_text=f"{low:.0%}", high_text=f"{high:.0%}"),
        url=_PAGE,
    )


def _need(critical: int) -> NeedsPerson:
    return NeedsPerson(
        title=Words(
            "One critical finding waits" if critical == 1 else f"{critical} critical findings wait",
            f"{critical} 项严重质检结果待裁定",
        ),
        text=Words("Something was said to a customer that may have to be put right.", "对顾客说过的话，可能需要更正。"),
        url=f"{_PAGE}?severity=critical",
        act=Words("Look at them", "去查看"),
    )
