"""What an order was priced with is kept with it, and what it used is counted. Once per order, however often it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.order import Order
from mercery.orders.service import keep_unit_paid, numbers_by_email
from mercery.promotions.buying import buyer_of
from mercery.promotions.in_force import InForce, calendar_of, rules_at, rules_in_force
from mercery.promotions.publishing.alarms import raise_alarm
from mercery.promotions.publishing.counting import used_in_all, used_in_orders
from mercery.promotions.publishing.events import PromotionsUsed
from mercery.promotions.publishing.settings import one_writer, raise_stamp
from mercery.promotions.publishing.showing import show_prices
from mercery.promotions.publishing.tables import OrderPromotionsRow, PromotionUseRow
from mercery.promotions.publishing.watching import stop_underpaid, watch_order
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Margin, Priced, Selection
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line

_SEVERAL: Final = 999
"""Pieces of one line that are priced as one order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as far as prices go."""

    number: str
    currency: str
    lines: tuple[tuple[str, int], ...]
    """SKU and pieces."""
    total: int
    """What was paid in all."""
    placed_at: datetime
    customer_id: str | None = None
    codes: tuple[str, ...] = ()
    shipping: int | None = None
    """Of the total, for delivery; None: as the rules say."""
    email: str = ""
    """Of a guest: what uses are counted by where there is no customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPricing:
    """What is kept of an order's price."""

    number: str
    currency: str
    release: int
    certificate: str
    total: int
    quoted: int
    margin: int
    priced: Priced
    at: datetime

    @property
    def as_quoted(self) -> bool:
        """Whether what was paid is what the rules in force ask for."""
        return self.total == self.quoted

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules it used."""
        return tuple(dict.fromkeys(step.rule for step in self.priced.steps))


async def order_pricing(session: AsyncSession, shop_id: str, number: str) -> OrderPricing | None:
    """What is kept of the order `number`; None where it was placed without rules in force."""
    row = await session.scalar(
        select(OrderPromotionsRow).where(
            OrderPromotionsRow.shop_id == shop_id, OrderPromotionsRow.order_number == number.strip().lstrip("#")
        )
    )
    return _of(row) if row else None


async def pricings_of_rule(session: AsyncSession, shop_id: str, rule: str, *, limit: int = 50) -> list[OrderPricing]:
    """The newest orders that used a rule."""
    numbers = select(PromotionUseRow.order_number).where(
        PromotionUseRow.shop_id == shop_id, PromotionUseRow.rule == rule
    )
    rows = await session.scalars(
        select(OrderPromotionsRow)
        .where(OrderPromotionsRow.shop_id == shop_id, OrderPromotionsRow.order_number.in_(numbers))
        .order_by(OrderPromotionsRow.at.desc())
        .limit(limit)
    )
    return [_of(row) for row in rows]


def placed(of: Order, codes: Sequence[str] = ()) -> PlacedOrder | None:
    """An order of the shop as far as prices go; None where nobody said when it was placed."""
    if of.placed_at is None:
        return None
    return PlacedOrder(
        number=of.number, currency=of.currency, lines=tuple((line.sku, line.quantity) for line in of.lines),
        total=of.total.minor, placed_at=of.placed_at, customer_id=of.customer_id, codes=tuple(codes),
        shipping=of.shipping.minor if of.shipping else None,
        email=(of.email or "").strip().lower(),
    )  # fmt: skip


async def record_order(session: AsyncSession, shop: Shop, order: PlacedOrder) -> OrderPricing | None:
    """Keep what the order was priced with, count its uses and hold it against the proof. None where no rules were in force
    when it was placed, or it has goods the shop does not know. The same order again changes nothing."""
    if known := await order_pricing(session, shop.id, order.number):
        return known
    held = await rules_in_force(session, shop.id)
    if held.release and order.placed_at < now():
        held = await rules_at(session, shop.id, order.placed_at)
    if not held.sets:
        return None
    priced = await _price(session, shop, held, order)
    if priced is None:
        return None
    pricing, margin, asked = priced
    if not await _insert(session, shop, order, pricing):
        return await order_pricing(session, shop.id, order.number)
    await _count(session, shop, held, order, pricing)
    if pricing.total < pricing.quoted:
        await _told_otherwise(session, shop, order, pricing, _behind(held, asked))
    await watch_order(
        session, shop, order.number, order.currency, pricing.priced, margin, order.placed_at, expected=asked.steps
    )
    if pricing.total < pricing.quoted and (rule := _behind(held, asked)):
        await stop_underpaid(session, shop, rule)
    event = PromotionsUsed(shop_id=shop.id, order_number=order.number, rules=pricing.rules)
    await bus.publish(session, event)
    return pricing


async def _price(
    session: AsyncSession, shop: Shop, held: InForce, order: PlacedOrder
) -> tuple[OrderPricing, Margin, Priced] | None:
    """The order as it was paid, its margin, and what the rules it was placed under ask for it."""
    owners = await catalog.product_ids_of_skus(session, shop.id, [sku for sku, _ in order.lines])
    products = await catalog.products(session, shop.id, sorted(set(owners.values())))
    calendar = await calendar_of(
        session, shop, at=order.placed_at, currency=order.currency, products=products, within=held
    )
    cart = _cart(order)
    if any(line.sku not in calendar.skus for line in cart):
        return None
    now_calendar = calendar.at(order.placed_at)
    buyer = await buyer_of(session, shop.id, order.customer_id, codes=order.codes, excluding=order.number)
    if order.customer_id is None and order.email and any(rule.per_user for rule in now_calendar.rules):
        numbers = [one for one in await numbers_by_email(session, shop.id, order.email) if one != order.number]
        buyer = replace(buyer, known=True, used=await used_in_orders(session, shop.id, numbers))
    asked = _asked(now_calendar, cart, buyer)
    priced = asked
    if not _same(asked, order):
        # A checkout elsewhere may know coupons that were not told.
        every = _asked(now_calendar, cart, replace(buyer, wallet=None))
        priced = every if _same(every, order) else _as_paid(now_calendar, cart, order, asked)
    quoted = order.total if _same(priced, order) and priced.steps else _payable(asked, order)
    margin = margin_of(now_calendar, priced)
    pricing = OrderPricing(
        number=order.number, currency=order.currency, release=held.release,
        certificate=held.certificates.get(order.currency, ""), total=order.total, quoted=quoted, margin=margin.margin,
        priced=priced, at=order.placed_at,
    )  # fmt: skip
    return pricing, margin, asked


def _cart(order: PlacedOrder) -> Cart:
    """One line per SKU, in the order they came."""
    pieces: Counter[str] = Counter()
    for sku, quantity in order.lines:
        pieces[sku] += quantity
    return tuple(Line(sku=sku, quantity=min(count, _SEVERAL)) for sku, count in pieces.items())


def _asked(calendar: Calendar, cart: Cart, buyer: Buyer) -> Priced:
    return charged(calendar, quote(calendar, cart, buyer))


def _payable(priced: Priced, order: PlacedOrder) -> int:
    """What these rules ask for the order, with the delivery fee it really paid where that is known."""
    return priced.payable if order.shipping is None else priced.goods + order.shipping


def _same(priced: Priced, order: PlacedOrder) -> bool:
    return _payable(priced, order) == order.total


def _as_paid(calendar: Calendar, cart: Cart, order: PlacedOrder, asked: Priced) -> Priced:
    """The order at what was paid for it, where no rules of ours come to that."""
    shipping = calendar.shipping if order.shipping is None else order.shipping
    goods = max(order.total - shipping, 0)
    shares = [1] * len(cart) if not asked.list_total else [line.list_total for line in asked.lines]
    totals = [part.minor for part in Money(goods, order.currency).split(shares)]
    lines = []
    for line, total in zip(asked.lines, totals, strict=True):
        units = tuple(part.minor for part in Money(total, order.currency).split([1] * line.quantity))
        lines.append(replace(line, total=total, unit_paid=units))
    return replace(
        asked, selection=Selection(lines=tuple(() for _ in cart)), lines=tuple(lines), steps=(), goods=goods,
        shipping=shipping, payable=goods + shipping, gifts=(), merchant_discount=asked.list_total - goods,
        merchant_shipping=max(calendar.shipping - shipping, 0), deposit=0, points=0,
    )  # fmt: skip


async def _insert(session: AsyncSession, shop: Shop, order: PlacedOrder, pricing: OrderPricing) -> bool:
    """Whether it was the first to tell of this order."""
    made = await session.execute(
        insert(OrderPromotionsRow)
        .values(
            shop_id=shop.id, order_number=order.number, customer_id=order.customer_id, currency=order.currency,
            release=pricing.release, certificate_id=pricing.certificate, total=pricing.total, quoted=pricing.quoted,
            margin=pricing.margin, priced=plain(pricing.priced), at=order.placed_at,
        )
        .on_conflict_do_nothing(index_elements=["shop_id", "order_number"])
        .returning(OrderPromotionsRow.id)
    )  # fmt: skip
    return made.scalar_one_or_none() is not None


async def _count(session: AsyncSession, shop: Shop, held: InForce, order: PlacedOrder, pricing: OrderPricing) -> None:
    amounts: Counter[str] = Counter()
    for step in pricing.priced.steps:
        amounts[step.rule] += step.discount
    rules = {rule.id: rule for rule in held.rules(order.currency)}
    rows = [
        {
            "shop_id": shop.id, "order_number": order.number, "rule": rule, "currency": order.currency,
            "set_id": owner.id if (owner := held.set_of(rule)) else "", "customer_id": order.customer_id,
            "code": (rules[rule].code or "") if rule in rules else "", "amount": amount, "at": order.placed_at,
        }
        for rule, amount in amounts.items()
    ]  # fmt: skip
    if not rows:
        return
    # One order after the other: two at once would each count themselves alone, and use the last copy twice unseen.
    await one_writer(session, shop.id)
    statement = insert(PromotionUseRow).values(rows)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["shop_id", "order_number", "rule"]))
    limited = {rule: rules[rule].total for rule in amounts if rule in rules and rules[rule].total}
    used = await used_in_all(session, shop.id, limited)
    if any(rule in rules and rules[rule].budget is not None for rule in amounts):
        await raise_stamp(session, shop.id)
    if any(used.get(rule, 0) >= (most or 0) for rule, most in limited.items()):
        await _changed_limits(session, shop)
    for rule, most in limited.items():
        if used.get(rule, 0) > (most or 0):
            await _over_its_limit(session, shop, rule, used[rule], most or 0)


async def _changed_limits(session: AsyncSession, shop: Shop) -> None:
    """A rule is used up, or is to be had again: the prices everybody gets follow."""
    await raise_stamp(session, shop.id)
    await show_prices(session, shop, await rules_in_force(session, shop.id))


async def _over_its_limit(session: AsyncSession, shop: Shop, rule: str, used: int, most: int) -> None:
    """A checkout went on with a rule that was used up."""
    words = Words(
        f"'{rule}' was used {used} times in all; its limit is {most}.", f"“{rule}”累计使用 {used} 次，上限 {most} 次。"
    )
    await raise_alarm(session, shop.id, "velocity", words, rule=rule, figures={"uses": used, "limit": most})


def _behind(held: InForce, asked: Priced) -> str:
    """The rule in force that takes most off an order; empty where none does."""
    steps = [step for step in asked.steps if held.set_of(step.rule)]
    return max(steps, key=lambda step: step.discount).rule if steps else ""


async def _told_otherwise(
    session: AsyncSession, shop: Shop, order: PlacedOrder, pricing: OrderPricing, rule: str
) -> None:
    paid, asked = Money(pricing.total, order.currency), Money(pricing.quoted, order.currency)
    words = Words(
        f"Order {order.number} paid {paid.text()}; the rules in force ask for {asked.text()}.",
        f"订单 {order.number} 实付 {paid.text('zh')}，按现行规则应付 {asked.text('zh')}。",
    )
    figures = {"paid": pricing.total, "quoted": pricing.quoted}
    await raise_alarm(session, shop.id, "price", words, rule=rule, order_number=order.number, figures=figures)


async def keep_units(session: AsyncSession, shop_id: str, kept: OrderPricing) -> None:
    """Let the order know what each piece was paid with; told again it stays as it is."""
    units: dict[str, list[int]] = {}
    for line in kept.priced.lines:
        units.setdefault(line.sku, []).extend(line.unit_paid)
    await keep_unit_paid(session, shop_id, kept.number, units)


async def give_back(session: AsyncSession, shop: Shop, number: str) -> int:
    """Let the uses of an order that was cancelled or sent back whole count no more, where their rules say so; returns how
    many. A coupon whose rule keeps it (`returned` is no) stays used."""
    pricing = await order_pricing(session, shop.id, number)
    if pricing is None:
        return 0
    held = await rules_at(session, shop.id, pricing.at)
    back = [rule.id for rule in held.rules(pricing.currency) if rule.returned and rule.id in pricing.rules]
    done = await session.execute(
        update(PromotionUseRow)
        .where(
            PromotionUseRow.shop_id == shop.id, PromotionUseRow.order_number == pricing.number,
            PromotionUseRow.rule.in_(back), PromotionUseRow.returned_at.is_(None),
        )
        .values(returned_at=now())
        .returning(PromotionUseRow.rule)
    )  # fmt: skip
    given = list(done.scalars())
    if any(rule.total or rule.budget is not None for rule in held.rules(pricing.currency) if rule.id in given):
        await _changed_limits(session, shop)
    return len(given)


async def take_again(session: AsyncSession, shop: Shop, number: str) -> int:
    """Let uses that were given back count again: an order that was cancelled stands after all. Returns how many."""
    done = await session.execute(
        update(PromotionUseRow)
        .where(
            PromotionUseRow.shop_id == shop.id, PromotionUseRow.order_number == number,
            PromotionUseRow.returned_at.is_not(None),
        )
        .values(returned_at=None)
        .returning(PromotionUseRow.rule)
    )  # fmt: skip
    taken = list(done.scalars())
    if taken:
        await _changed_limits(session, shop)
    return len(taken)


def _of(row: OrderPromotionsRow) -> OrderPricing:
    return OrderPricing(
        number=row.order_number,
        currency=row.currency,
        release=row.release,
        certificate=row.certificate_id,
        total=row.total,
        quoted=row.quoted,
        margin=row.margin,
        priced=read(Priced, row.priced),
        at=row.at,
    )
