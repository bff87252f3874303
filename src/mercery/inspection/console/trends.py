"""Weeks of the whole shop: how many conversations had a fault, and which rules were broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.overview import Bar, BarChart
from mercery.accounts.page import console_page
from mercery.accounts.web import CurrentShop
from mercery.core.i18n import Words
from mercery.core.intervals import apart, wilson
from mercery.inspection.coaching import Week
from mercery.inspection.console.tabs import HOME, Judge, tabs_for
from mercery.inspection.rule import RuleId
from mercery.inspection.rule_texts import RULE_TEXTS
from mercery.inspection.service import coaching
from mercery.web.database import Db
from mercery.web.html import page_response

_MOST_BARS: Final = 7
"""So many weeks have room for their names under the chart."""
router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsPage:
    """The weeks, oldest first."""

    tabs: Sequence[tuple[Words, str, bool]]
    weeks: Sequence[Week]

    texts = RULE_TEXTS

    @property
    def rules(self) -> list[RuleId]:
        """Rules that were broken, most often first."""
        count = {rule: sum(week.by_rule.get(rule, 0) for week in self.weeks) for rule in RuleId}
        return sorted((rule for rule in RuleId if count[rule]), key=lambda rule: -count[rule])

    @property
    def lived(self) -> list[Week]:
        """Weeks from the first with a conversation on."""
        first = next((at for at, week in enumerate(self.weeks) if week.conversations), len(self.weeks))
        return list(self.weeks[first:])

    def range_of(self, week: Week) -> tuple[float, float]:
        """The likely range of the share of conversations with a fault."""
        return wilson(week.with_fault, week.conversations)

    @property
    def apart(self) -> Words | None:
        """Whether the last two weeks with conversations differ by more than chance explains: the range of their difference
        leaves none out."""
        known = [week for week in self.weeks if week.conversations]
        if len(known) < 2:
            return None
        last, before = known[-1], known[-2]
        difference = apart(last.with_fault, last.conversations, before.with_fault, before.conversations)
        if difference > 0:
            return Words("More conversations have a fault than the week before.", "有问题的会话比上周多。")
        if difference < 0:
            return Words("Fewer conversations have a fault than the week before.", "有问题的会话比上周少。")
        return Words(
            "No change from the week before that chance could not explain.", "与上周相比，差异不足以排除偶然。"
        )

    @property
    def chart(self) -> BarChart:
        """Conversations by week; the strong part had a fault."""
        return BarChart(
            title=Words("Conversations by week", "每周会话"),
            note=Words("Strong part: with at least one finding that stands.", "重色部分：至少有一项成立的质检结果。"),
            part=Words("With a finding", "有质检结果"),
            bars=[
                Bar(label=label(week), total=week.conversations, part=week.with_fault)
                for week in self.lived[-_MOST_BARS:]
            ],
        )


def label(week: Week) -> Words:
    """The week by its Monday."""
    day = week.begins
    return Words(f"{day.day} {day:%b}", f"{day.month}月{day.day}日")


@router.get("/trends")
async def trends_page(request: Request, session: Db, staff: Judge, shop: CurrentShop) -> Response:
    """The last eight weeks."""
    page = TrendsPage(tabs=tabs_for(staff, "trends"), weeks=await coaching.trend(session, shop))
    return page_response(
        "inspection/trends.html", page, context=console_page(request, staff, shop, section="inspection")
    )
