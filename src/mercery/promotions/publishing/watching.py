"""The circuit-breaker: live orders are held against what was proved and expected, and a rule that goes over is stopped at
once. Only a person starts it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.orders.sold import orders_between
from mercery.promotions.in_force import InForce, SetInForce, rules_in_force
from mercery.promotions.publishing import certificates, gate
from mercery.promotions.publishing.alarms import raise_alarm
from mercery.promotions.publishing.breaker import RuleSeen, Trip, judge, judge_order, limits_of
from mercery.promotions.publishing.counting import uses_since
from mercery.promotions.publishing.tables import PromotionAlarmRow, PromotionSetRow
from mercery.promotions.quoting.walk import Margin, Priced, Step

HOUR: Final = timedelta(hours=1)
_SKEW: Final = timedelta(minutes=5)
"""How far the clock of a checkout may be off without an hour of its own."""
_SUSPICIOUS: Final = 3
"""Orders below the bound within an hour that nobody can explain."""
_USUAL: Final = timedelta(days=28)
"""The time over which the shop's usual orders an hour are counted."""


async def watch_order(
    session: AsyncSession,
    shop: Shop,
    number: str,
    currency: str,
    priced: Priced,
    margin: Margin,
    placed_at: datetime,
    *,
    expected: Sequence[Step] = (),
) -> list[Trip]:
    """Hold a new order against the certificate and its rules against their limits; returns what was tripped.

    An order that was priced elsewhere names no rule. One of them may be a present of the shop's; the third within an hour is
    laid to the rule that would have taken most off it (`expected`), for a checkout may take it twice.
    """
    held = await rules_in_force(session, shop.id)
    rules = [rule.id for rule in held.rules(currency)]
    trips: list[Trip] = []
    bound = await _bound(session, shop.id, held, currency, placed_at)
    if bound is not None and (trip := judge_order(number, priced, margin, bound, rules, currency)):
        if not trip.rule and await _unexplained(session, shop.id) >= _SUSPICIOUS - 1:
            suspects = sorted((step for step in expected if step.rule in rules), key=lambda step: -step.discount)
            trip = replace(trip, rule=suspects[0].rule if suspects else "")
        trips.append(trip)
    used = {step.rule for step in priced.steps if step.discount}
    trips += await look_at(session, shop, held, used & set(rules), around=placed_at)
    for trip in trips:
        await stop(session, shop, trip, order_number=number if trip.kind == "margin" else "")
    return trips


async def _unexplained(session: AsyncSession, shop_id: str) -> int:
    """Orders told of within the last hour, by our own clock, that fell below the bound with no rule of ours to blame."""
    query = select(func.count()).where(
        PromotionAlarmRow.shop_id == shop_id, PromotionAlarmRow.kind == "margin", PromotionAlarmRow.rule == "",
        PromotionAlarmRow.at >= now() - HOUR,
    )  # fmt: skip
    return await session.scalar(query) or 0


async def watch_shop(session: AsyncSession, shop: Shop) -> list[Trip]:
    """Look at every rule in force; what an order's own look has missed is found here."""
    held = await rules_in_force(session, shop.id)
    trips = await look_at(session, shop, held, {rule.id for one in held.sets for rule in one.rules})
    for trip in trips:
        await stop(session, shop, trip)
    return trips


async def look_at(
    session: AsyncSession, shop: Shop, held: InForce, rules: Collection[str], *, around: datetime | None = None
) -> list[Trip]:
    """Which of `rules` are over a limit, in the hour before now or before `around`: a checkout whose clock is slow, or which
    tells its orders late, is held to the same limits."""
    if not rules:
        return []
    moment = now()
    usual = await orders_between(session, shop.id, moment - _USUAL, moment) / (_USUAL / HOUR)
    hour = await _busiest(session, shop, rules, moment, around)
    trips = []
    for one in held.sets:
        mine = [rule.id for rule in one.rules if rule.id in rules]
        money = await _money(session, shop, one, mine, moment, around)
        limits = limits_of(
            one.watch, usual_per_hour=usual, least_uses=held.settings.least_uses,
            velocity_times=held.settings.velocity_times,
        )  # fmt: skip
        for rule in mine:
            uses = hour.get(rule, (0, 0))[0]
            seen = (
                (RuleSeen(rule=rule, uses=uses, spend=spend.get(rule, 0), spend_of_set=spent), currency)
                for currency, (spend, spent) in money.items()
            )
            if trip := next(filter(None, (judge(one, limits, currency) for one, currency in seen)), None):
                trips.append(trip)
    return trips


async def _money(
    session: AsyncSession,
    shop: Shop,
    one: SetInForce,
    rules: Collection[str],
    moment: datetime,
    around: datetime | None,
) -> dict[str, tuple[dict[str, int], int]]:
    """By currency, what each rule took off within the hour, and the whole set in all, where the set limits it. Each currency
    by itself: amounts of several cannot be added."""
    found = {}
    for currency in [one.currency] if one.currency else shop.currencies:
        hour = await _busiest(session, shop, rules, moment, around, currency) if one.watch.get("spend_per_hour") else {}
        spent = await _spent(session, shop, one, currency) if rules and one.watch.get("budget") else 0
        found[currency] = ({rule: spend for rule, (_, spend) in hour.items()}, spent)
    return found


async def _busiest(
    session: AsyncSession, shop: Shop, rules: Collection[str], moment: datetime, around: datetime | None,
    currency: str = "",
) -> dict[str, tuple[int, int]]:  # fmt: skip
    """Uses and discount of each rule in the busier of the two hours. Whoever cancels and orders again was there, too."""
    hour = await uses_since(session, shop.id, rules, moment - HOUR, given_back=True, currency=currency)
    if around is None or abs(moment - around) < _SKEW:
        return hour
    then = await uses_since(session, shop.id, rules, around - HOUR, until=around, given_back=True, currency=currency)
    none = (0, 0)
    return {rule: max(hour.get(rule, none), then.get(rule, none)) for rule in rules}


async def stop_underpaid(session: AsyncSession, shop: Shop, rule: str) -> None:
    """Stop the rule behind orders that paid less than the rules ask, once so many of the hour are told and not settled: above
    the floor they break nothing that was proved, but a checkout that takes a rule twice does not stop by itself."""
    held = await rules_in_force(session, shop.id)
    owner, most = held.set_of(rule), held.settings.underpaid_orders
    if owner is None or rule in owner.stopped:
        return
    query = select(func.count()).where(
        PromotionAlarmRow.shop_id == shop.id, PromotionAlarmRow.kind == "price", PromotionAlarmRow.rule == rule,
        PromotionAlarmRow.order_number != "", PromotionAlarmRow.settled_at.is_(None), PromotionAlarmRow.at >= now() - HOUR,
    )  # fmt: skip
    orders = await session.scalar(query) or 0
    if orders < most:
        return
    words = Words(
        f"{orders} orders within an hour paid less than '{rule}' and the rules beside it ask for.",
        f"一小时内有 {orders} 笔订单的实付低于“{rule}”等现行规则的应付额。",
    )
    await stop(session, shop, Trip(kind="price", rule=rule, words=words, figures={"orders": orders, "limit": most}))


async def stop(session: AsyncSession, shop: Shop, trip: Trip, *, order_number: str = "") -> None:
    """Say what was seen, and stop the rule where one is to blame."""
    held = await rules_in_force(session, shop.id)
    owner = held.set_of(trip.rule) if trip.rule else None
    stops = owner is not None and trip.rule not in owner.stopped
    await raise_alarm(
        session, shop.id, trip.kind, trip.words, rule=trip.rule, order_number=order_number, figures=trip.figures,
        stopped=stops,
    )  # fmt: skip
    if stops:
        await gate.stop_rule(session, shop, SYSTEM, trip.rule, reason=trip.words.en)


async def shops_with_rules(session: AsyncSession) -> list[str]:
    """Ids of the shops that have a set in force."""
    rows = await session.scalars(
        select(PromotionSetRow.shop_id).where(PromotionSetRow.state.in_(("published", "stopped"))).distinct()
    )
    return list(rows)


async def _spent(session: AsyncSession, shop: Shop, one: SetInForce, currency: str) -> int:
    """What the set has taken off since it was published first."""
    since = await session.scalar(
        select(func.min(PromotionSetRow.published_at)).where(
            PromotionSetRow.shop_id == shop.id, PromotionSetRow.id == one.id
        )
    )
    if since is None:
        return 0
    rules = [rule.id for rule in one.rules] + list(one.stopped) + list(one.used_up)
    seen = await uses_since(session, shop.id, rules, since - HOUR, currency=currency)
    return sum(amount for _, amount in seen.values())


async def _bound(session: AsyncSession, shop_id: str, held: InForce, currency: str, placed_at: datetime) -> int | None:
    """How far below the floor the proof says an order of that moment may be; None without a proof."""
    if currency not in held.certificates:
        return None
    proof = (await certificates.certificate(session, shop_id, held.certificates[currency])).certificate
    inside = [
        one.bound
        for one in proof.intervals
        if (one.starts is None or one.starts <= placed_at) and (one.ends is None or placed_at < one.ends)
    ]
    return max(inside) if inside else proof.bound


async def note_ended(session: AsyncSession, shop: Shop) -> int:
    """Mark the sets whose rules have all ended by the clock; they are in force no more anyway. Returns how many."""
    held = await rules_in_force(session, shop.id)
    moment = now()
    over = [
        one.id
        for one in held.sets
        if one.rules and all(rule.ends is not None and rule.ends <= moment for rule in one.rules)
    ]
    if over:
        await session.execute(
            update(PromotionSetRow)
            .where(
                PromotionSetRow.shop_id == shop.id, PromotionSetRow.id.in_(over), PromotionSetRow.state == "published"
            )
            .values(state="ended", ended_at=moment, updated_at=moment)
        )
    return len(over)
