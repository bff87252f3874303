"""Two rates over the same conversations: verified, and as the market counts. With their ranges, and why they differ. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.measures import Portion
from mercery.inspection.resolution.verdict import Reason, State

REASONS: Final[Mapping[Reason, Words]] = {
    "proved": Words("answered on facts, nobody came back", "有据作答，且无人再来"),
    "done": Words("done, with a receipt", "已办理，有凭据"),
    "waiting": Words("seven days are not over", "未满七天"),
    "person": Words("a person was called or took part", "转给或由店员处理"),
    "no_answer": Words("the last word got no answer", "最后一句未得到答复"),
    "not_known": Words("a question could not be answered", "有问题无法回答"),
    "asked_back": Words("it ended with a question back", "以反问结束，未有下文"),
    "fault": Words("inspection found a serious fault", "质检发现重要问题"),
    "came_back": Words("the customer came back about it", "顾客就同一事再来"),
    "complained": Words("the customer complained about it", "顾客为此投诉"),
    "refunded": Words("money went back because of it", "因此退款"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One conversation with its verdict."""

    conversation_id: str
    state: State
    reason: Reason
    market: bool
    finished_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Both rates over conversations whose seven days are over, and what stands between them."""

    verified: Portion
    market: Portion
    reasons: Sequence[tuple[Reason, int]]
    """Why conversations that the market counts are not verified, most frequent first."""
    others: Sequence[tuple[Reason, int]]
    """Why the rest is not."""
    waiting: int
    """Finished too lately to be counted in either."""
    waiting_failed: int
    """Of these, already known not to be resolved or handed to a person."""


def rates(settled: Iterable[Settled], now: datetime) -> Rates:
    """Count. A conversation younger than seven days counts in neither: those that fail early would weigh too much."""
    every = list(settled)
    old = [one for one in every if one.due_at <= now]
    young = [one for one in every if one.due_at > now]
    return Rates(
        verified=Portion(right=sum(one.state == "verified" for one in old), total=len(old)),
        market=Portion(right=sum(one.market for one in old), total=len(old)),
        reasons=_counted(one.reason for one in old if one.market and one.state != "verified"),
        others=_counted(one.reason for one in old if not one.market and one.state != "verified"),
        waiting=len(young),
        waiting_failed=sum(one.state != "not_yet" for one in young),
    )


def _counted(reasons: Iterable[Reason]) -> list[tuple[Reason, int]]:
    return sorted(Counter(reasons).items(), key=lambda one: (-one[1], one[0]))
