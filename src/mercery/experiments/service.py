"""Assigning visitors and recording what the comparison of the two groups will need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.conversations.events import Closed
from mercery.core import statements
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.core.statements import Statement
from mercery.experiments.assignment import Assignment, assign, holdout_share
from mercery.experiments.ledger.kinds import CostKind
from mercery.experiments.tables import CostRow, ExposureRow, OutcomeRow
from mercery.orders.events import OrderCameBack
from mercery.web.visitor import is_tester

OutcomeKind = Literal["order", "refund", "return", "session", "complaint", "add_to_cart", "resolved"]
_TOLD_ONCE: Final = ("order", "refund", "return", "session", "complaint")
FEATURES: Final[Mapping[str, Words]] = {
    "assistant": Words("Assistant", "AI 店员"),
    "search": Words("Search", "搜索"),
    "recommendations": Words("Recommendations", "推荐"),
    "mails": Words("Recommendation mails", "推荐邮件"),
    "guide": Words("Buying guide", "导购"),
    "live": Words("Live shows", "直播"),
}
"""Features that run against a hold-out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmCount:
    """What is counted for one arm of a feature since `since`. Orders are those placed after the first exposure."""

    arm: Assignment
    visitors: int
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureCount:
    """A feature with its share and what was counted."""

    feature: str
    name: Words
    share: float
    arms: Sequence[ArmCount]
    cost_micros: Mapping[str, int]
    """By currency, in millionths."""
    since: datetime | None
    """The first exposure."""

    def arm(self, wanted: Assignment) -> ArmCount:
        """The counts of one arm, zero where nobody was exposed."""
        return next((arm for arm in self.arms if arm.arm == wanted), ArmCount(arm=wanted, visitors=0, orders=0))


def share_for(shop: Shop, feature: str) -> float:
    """The share of this shop's visitors kept without `feature`."""
    return holdout_share(shop.holdouts, feature, settings().holdout_share)


def variant_for(shop: Shop, feature: str, visitor_id: str) -> Assignment:
    """Whether the visitor has the feature. Needs no database; record the exposure where the feature would show."""
    if is_tester(visitor_id):
        return "treatment"
    return assign(shop.id, feature, visitor_id, holdout=share_for(shop, feature))


_EXPOSED: Final[Statement[None]] = Statement(
    insert(cast(Table, ExposureRow.__table__)).on_conflict_do_nothing().inline(),
    columns=("shop_id", "feature", "visitor_id", "day", "at", "arm", "share"),
)
_COST: Final[Statement[None]] = Statement(
    insert(cast(Table, CostRow.__table__)).inline(),
    columns=("shop_id", "feature", "at", "kind", "micros", "currency", "tokens", "ms", "units", "subject"),
)


async def record_exposure(
    session: AsyncSession, shop: Shop, feature: str, visitor_id: str, assignment: Assignment | None = None
) -> Assignment:
    """Note that the visitor met the feature, or would have; once a day. Returns the arm. Staff who try are not noted."""
    arm = assignment or variant_for(shop, feature, visitor_id)
    if is_tester(visitor_id):
        return arm
    moment = now()
    met = _EXPOSED.of(
        shop_id=shop.id, feature=feature, visitor_id=visitor_id, day=moment.date(), at=moment, arm=arm,
        share=share_for(shop, feature),
    )  # fmt: skip
    await statements.later(session, met)
    return arm


async def record_outcome(
    session: AsyncSession,
    shop_id: str,
    visitor_id: str,
    kind: OutcomeKind,
    amount: Money | None = None,
    *,
    subject: str | None = None,
    refund_id: str | None = None,
    margin: int | None = None,
    pieces: Sequence[tuple[str, int]] | None = None,
    at: datetime | None = None,
) -> bool:
    """Note what a visitor did, now or `at` an earlier moment. A refund's amount is positive; it is taken off when counting.

    What a shop's system tells counts once for its `subject` (an order's number, a session's name); of an order that goes back
    in parts, each `refund_id` counts once. `margin`: what the order
    left, or what the refund takes off that, in minor units of the amount's currency; `pieces`: SKU and quantity of what was
    bought or came back, from which it is worked out otherwise (`earnings.py`). Returns whether it was noted.
    """
    if is_tester(visitor_id):
        return False
    if kind in _TOLD_ONCE and subject and await _told_before(session, shop_id, kind, subject, refund_id):
        return False
    row = OutcomeRow(
        shop_id=shop_id,
        visitor_id=visitor_id,
        kind=kind,
        at=min(at, now()) if at else now(),
        subject=subject,
        refund_id=refund_id,
        margin_minor=margin,
        lines=None if pieces is None else [{"sku": sku, "quantity": quantity} for sku, quantity in pieces],
    )
    if amount is not None:
        row.minor, row.currency = amount.minor, amount.currency
    session.add(row)
    await session.flush()
    return True


async def _told_before(
    session: AsyncSession, shop_id: str, kind: OutcomeKind, subject: str, refund_id: str | None
) -> bool:
    """Whether it was noted before: this part of the order where it is named, else anything of the kind. A second teller
    waits here until the first has finished."""
    key = f"outcome:{shop_id}:{kind}:{subject}"
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    same = [OutcomeRow.shop_id == shop_id, OutcomeRow.kind == kind, OutcomeRow.subject == subject]
    if refund_id is not None:
        same.append(OutcomeRow.refund_id == refund_id)
    return await session.scalar(select(OutcomeRow.id).where(*same).limit(1)) is not None


async def refunds_of(
    session: AsyncSession, shop_id: str, visitor_id: str, *, after: datetime, until: datetime
) -> list[tuple[datetime, str]]:
    """When money went back to the visitor in that time, and for which order (empty: not told)."""
    rows = await session.execute(
        select(OutcomeRow.at, OutcomeRow.subject).where(
            OutcomeRow.shop_id == shop_id,
            OutcomeRow.visitor_id == visitor_id,
            OutcomeRow.kind == "refund",
            OutcomeRow.at > after,
            OutcomeRow.at <= until,
        )
    )
    return [(at, subject or "") for at, subject in rows]


async def orders_told(
    session: AsyncSession, shop_id: str, *, since: datetime, until: datetime
) -> list[tuple[str, datetime, str]]:
    """Visitor, time and number of the orders of that time of which is known who placed them, the oldest first."""
    rows = await session.execute(
        select(OutcomeRow.visitor_id, OutcomeRow.at, OutcomeRow.subject)
        .where(
            OutcomeRow.shop_id == shop_id,
            OutcomeRow.kind == "order",
            OutcomeRow.at >= since,
            OutcomeRow.at < until,
            OutcomeRow.subject.is_not(None),
        )
        .order_by(OutcomeRow.at)
    )
    return [(str(visitor), at, str(number)) for visitor, at, number in rows]


async def outcome_count(session: AsyncSession, shop_id: str, kind: OutcomeKind) -> int:
    """How many outcomes of a kind are on record."""
    same = (OutcomeRow.shop_id == shop_id, OutcomeRow.kind == kind)
    return await session.scalar(select(func.count()).where(*same)) or 0


async def on_closed(session: AsyncSession, event: Closed) -> None:
    """A conversation that no person had to settle counts as resolved by the assistant."""
    if not event.by_person:
        await record_outcome(session, event.shop_id, event.visitor_id, "resolved", subject=event.conversation_id)


async def on_order_came_back(session: AsyncSession, event: OrderCameBack) -> None:
    """An order of a bag that was handed over counts for the visitor whose bag it was, when it was placed."""
    await record_outcome(
        session,
        event.shop_id,
        event.visitor_id,
        "order",
        event.total,
        subject=event.number,
        pieces=event.pieces,
        at=event.placed_at,
    )


async def record_cost(
    session: AsyncSession,
    shop_id: str,
    feature: str,
    *,
    kind: CostKind,
    micros: int | None = None,
    currency: str = "EUR",
    tokens: int = 0,
    ms: int = 0,
    units: int = 0,
    subject: str | None = None,
) -> None:
    """Note what a feature used of one kind: model tokens, milliseconds of processing or of a person, characters spoken or
    messages sent (`units`). `micros`: what it cost in millionths of `currency`, where that is known at once; None: the
    shop's price for the kind says it when the ledger is read. `currency` counts only beside `micros`."""
    used = _COST.of(
        shop_id=shop_id, feature=feature, at=now(), kind=kind, micros=micros, currency=currency, tokens=tokens, ms=ms,
        units=units, subject=subject,
    )  # fmt: skip
    await statements.later(session, used)


async def feature_counts(session: AsyncSession, shop: Shop) -> list[FeatureCount]:
    """Every feature with its share and counts; those that never ran have zeros."""
    arms = await _arms(session, shop.id)
    since = {
        str(feature): first
        for feature, first in await session.execute(
            select(ExposureRow.feature, func.min(ExposureRow.at))
            .where(ExposureRow.shop_id == shop.id)
            .group_by(ExposureRow.feature)
        )
    }
    costs = await _costs(session, shop.id)
    names = dict.fromkeys([*FEATURES, *since])
    return [
        FeatureCount(
            feature=feature,
            name=FEATURES.get(feature, Words(feature)),
            share=share_for(shop, feature),
            arms=arms.get(feature, ()),
            cost_micros=costs.get(feature, {}),
            since=since.get(feature),
        )
        for feature in names
    ]


async def _arms(session: AsyncSession, shop_id: str) -> dict[str, tuple[ArmCount, ...]]:
    first = (
        select(ExposureRow.feature, ExposureRow.arm, ExposureRow.visitor_id, func.min(ExposureRow.at).label("at"))
        .where(ExposureRow.shop_id == shop_id)
        .group_by(ExposureRow.feature, ExposureRow.arm, ExposureRow.visitor_id)
        .subquery()
    )
    ordered = (
        select(func.count(OutcomeRow.id))
        .where(
            OutcomeRow.shop_id == shop_id,
            OutcomeRow.visitor_id == first.c.visitor_id,
            OutcomeRow.kind == "order",
            OutcomeRow.at >= first.c.at,
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(first.c.feature, first.c.arm, func.count(), func.coalesce(func.sum(ordered), 0)).group_by(
            first.c.feature, first.c.arm
        )
    )
    found: dict[str, tuple[ArmCount, ...]] = {}
    for feature, arm, visitors, orders in rows:
        count = ArmCount(arm="holdout" if arm == "holdout" else "treatment", visitors=visitors, orders=int(orders))
        found[feature] = (*found.get(feature, ()), count)
    return found


async def _costs(session: AsyncSession, shop_id: str) -> dict[str, dict[str, int]]:
    rows = await session.execute(
        select(CostRow.feature, CostRow.currency, func.sum(CostRow.micros))
        .where(CostRow.shop_id == shop_id, CostRow.micros.is_not(None))
        .group_by(CostRow.feature, CostRow.currency)
    )
    found: dict[str, dict[str, int]] = {}
    for feature, currency, micros in rows:
        found.setdefault(feature, {})[currency] = int(micros or 0)
    return found
