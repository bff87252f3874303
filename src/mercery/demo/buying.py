"""What an invented buyer buys, and what becomes of the order: pieces, parcels, what comes back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from mercery.catalog.product import Product, Variant
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.demo.wanting import Wanting
from mercery.demo.written_people import WrittenOrder
from mercery.orders.order import Order, OrderLine, OrderStatus, Payment, Return, Shipment

CURRENCIES: Final = ("EUR", "CNY")
_JUST_IN: Final = frozenset({"care-leather", "care-suede"})
"""New in the shop: in no order of the past."""
_FREE_FROM: Final = {"EUR": 20000, "CNY": 160000}
_FEE: Final = {"EUR": 1200, "CNY": 8000}
_TAX: Final = {"EUR": (20, 120), "CNY": (13, 113)}
"""What of a price is tax."""
_CARRIERS: Final = {"CN": "SF Express", "FR": "Colissimo", "GB": "DPD", "US": "UPS"}
_REASONS: Final = (
    "too small", "too large", "colour differs from the picture", "changed my mind", "a gift that did not suit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    title: str
    variant: Variant
    options: tuple[tuple[str, str], ...]
    weight: int
    price: Money


class Shelf:
    """The pieces the shop sells, and what each customer has bought of them so far."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._pieces: Mapping[str, list[_Piece]] = {one: list(_pieces(products, one)) for one in CURRENCIES}
        self._summed = {one: list(accumulate(piece.weight for piece in self._pieces[one])) for one in CURRENCIES}
        self._by_sku = {one: {piece.variant.sku: piece for piece in self._pieces[one]} for one in CURRENCIES}
        self._wanting = Wanting(products)

    def order(self, dice: random.Random, buyer: Customer, placed: datetime, now: datetime) -> Order:
        """An order of a customer, who buys by what they have, or of somebody without an account. It gets its number when all
        are in line."""
        currency = currency_of(buyer)
        lines = tuple(self._lines(dice, buyer, currency, placed))
        if buyer.key:
            self._wanting.bought(buyer.key, (line.sku for line in lines), placed)
        shipments = _shipments(dice, buyer.country or "FR", placed, now)
        delivered = shipments[0].delivered_at if shipments else None
        returns = tuple(_returns(dice, lines, delivered, now)) if delivered else ()
        status = _status(placed, shipments, lines, returns, now)
        method = dice.choice([one.id for one in buyer.payment_methods if one.kind != "gift_card"])
        return _bought(buyer, lines, placed, method, shipments=shipments, returns=returns, status=status)

    def written(self, dice: random.Random, order: WrittenOrder, buyer: Customer, now: datetime) -> Order:
        """An order written down by hand, one piece of each SKU."""
        currency = currency_of(buyer)
        country = buyer.country or "FR"
        sent = now - order.sent if order.sent is not None else None
        shipments = (
            (
                Shipment(
                    carrier=_CARRIERS.get(country, "DHL"),
                    tracking_number=f"{country}{dice.randint(10**9, 10**10 - 1)}",
                    shipped_at=sent,
                    delivered_at=now - order.arrived if order.arrived is not None else None,
                ),
            )
            if sent
            else ()
        )
        status: OrderStatus = "delivered" if order.arrived is not None else "shipped" if sent else "paid"
        lines = tuple(_line(self._by_sku[currency][sku], 1) for sku in order.skus)
        made = _bought(buyer, lines, now - order.placed, order.method, shipments=shipments, status=status)
        return replace(made, note=order.note)

    def _lines(self, dice: random.Random, buyer: Customer, currency: str, placed: datetime) -> Iterator[OrderLine]:
        pieces = self._pieces[currency]
        summed: Sequence[float] = self._summed[currency]
        if buyer.key:
            wanted = self._wanting.factors(buyer.key, [one.variant.sku for one in pieces], placed)
            summed = list(accumulate(one.weight * factor for one, factor in zip(pieces, wanted, strict=True)))
        chosen = dice.choices(pieces, cum_weights=summed, k=dice.choices((1, 2, 3), (70, 22, 8))[0])
        for piece in {piece.variant.sku: piece for piece in chosen}.values():
            cheap = piece.price.minor < 2 * _FREE_FROM[currency]
            yield _line(piece, 2 if cheap and dice.random() < 0.12 else 1)


def currency_of(buyer: Customer) -> str:
    """What a buyer pays in."""
    return "CNY" if buyer.country == "CN" else "EUR"


def _pieces(products: Sequence[Product], currency: str) -> Iterator[_Piece]:
    for product in products:
        for variant in product.variants if product.key not in _JUST_IN else ():
            price = next((row.amount for row in variant.prices if row.amount.currency == currency), None)
            if price:
                weight = max(1, 4_000_000 // (price.minor + 8_000))
                lang: Lang = "zh" if currency == "CNY" else "en"
                labels = {option.name: option.label.text(lang) for option in product.options}
                options = tuple((labels.get(name, name), value.text(lang)) for name, value in variant.options.items())
                yield _Piece(
                    title=product.title.text(lang), variant=variant, options=options, weight=weight, price=price
                )


def _bought(
    buyer: Customer,
    lines: tuple[OrderLine, ...],
    placed: datetime,
    method: str,
    *,
    shipments: tuple[Shipment, ...],
    returns: tuple[Return, ...] = (),
    status: OrderStatus,
) -> Order:
    """An order with its sums and what was paid and given back."""
    currency = lines[0].unit_price.currency
    goods = sum(line.unit_price.minor * line.quantity for line in lines)
    fee = 0 if goods >= _FREE_FROM[currency] else _FEE[currency]
    total = Money(goods + fee, currency)
    back = [total] if status == "cancelled" else [one.refund for one in returns if one.refund is not None]
    refunds = (Payment(kind="refund", amount=amount, method=method) for amount in back)
    return Order(
        number="",
        placed_at=placed,
        currency=currency,
        status=status,
        total=total,
        shipping=Money(fee, currency),
        tax=_contained(total),
        customer_key=buyer.key or None,
        email=buyer.email,
        country=buyer.country,
        address=buyer.address,
        lines=lines,
        shipments=shipments,
        returns=returns,
        payments=(Payment(kind="payment", amount=total, method=method, at=placed), *refunds),
    )


def _contained(total: Money) -> Money:
    part, whole = _TAX[total.currency]
    return Money(round(total.minor * part / whole), total.currency)


def _line(piece: _Piece, quantity: int) -> OrderLine:
    return OrderLine(
        sku=piece.variant.sku, title=piece.title, quantity=quantity, unit_price=piece.price, options=piece.options
    )


def _shipments(dice: random.Random, country: str, placed: datetime, now: datetime) -> tuple[Shipment, ...]:
    sent = placed + timedelta(hours=dice.randint(6, 40))
    arrived = sent + timedelta(hours=dice.randint(26, 130))
    if sent > now or dice.random() < 0.02:
        return ()
    tracking = f"{country}{dice.randint(10**9, 10**10 - 1)}"
    return (
        Shipment(
            carrier=_CARRIERS.get(country, "DHL"),
            tracking_number=tracking,
            shipped_at=sent,
            delivered_at=arrived if arrived <= now else None,
        ),
    )


def _returns(dice: random.Random, lines: tuple[OrderLine, ...], delivered: datetime, now: datetime) -> Iterator[Return]:
    for line in lines:
        asked = delivered + timedelta(days=dice.randint(1, 28))
        if dice.random() < 0.11 and asked < now:
            done = asked + timedelta(days=9) < now
            yield Return(
                sku=line.sku,
                quantity=1,
                status="refunded" if done else "requested",
                refund=line.unit_price if done else None,
                reason=dice.choice(_REASONS),
                requested_at=asked,
            )


def _status(
    placed: datetime,
    shipments: tuple[Shipment, ...],
    lines: tuple[OrderLine, ...],
    returns: tuple[Return, ...],
    now: datetime,
) -> OrderStatus:
    if not shipments:
        return "paid" if now - placed < timedelta(days=3) else "cancelled"
    if returns:
        return "returned" if len(returns) == len(lines) else "partly_returned"
    return "delivered" if shipments[0].delivered_at else "shipped"
