"""Both rates stand on the same conversations, and what lies between them is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mercery.inspection.resolution.rates import Settled, rates
from mercery.inspection.resolution.verdict import LOOKED_FOR, Reason, State

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def settled(state: State, reason: Reason, *, market: bool, days: float) -> Settled:
    ended = NOW - timedelta(days=days)
    return Settled(
        conversation_id=f"{state}{reason}{days}", state=state, reason=reason, market=market, finished_at=ended,
        due_at=ended + LOOKED_FOR,
    )  # fmt: skip


def test_both_rates_are_counted_over_conversations_whose_days_are_over() -> None:
    found = rates(
        [
            settled("verified", "proved", market=True, days=10),
            settled("verified", "done", market=True, days=11),
            settled("unresolved", "came_back", market=True, days=12),
            settled("unresolved", "came_back", market=True, days=13),
            settled("unresolved", "not_known", market=True, days=14),
            settled("person", "person", market=False, days=15),
            # Too young: a failure known early would weigh more than a success that has to wait.
            settled("not_yet", "waiting", market=True, days=2),
            settled("unresolved", "not_known", market=True, days=1),
        ],
        NOW,
    )
    assert (found.verified.right, found.verified.total) == (2, 6)
    assert (found.market.right, found.market.total) == (5, 6)
    assert found.reasons == [("came_back", 2), ("not_known", 1)] and found.others == [("person", 1)]
    assert (found.waiting, found.waiting_failed) == (2, 1)
    assert found.verified.low < 2 / 6 < found.verified.high


def test_with_nothing_settled_the_range_is_everything() -> None:
    empty = rates([], NOW).verified
    assert (empty.low, empty.high, empty.total) == (0.0, 1.0, 0)
