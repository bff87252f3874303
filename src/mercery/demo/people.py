"""The demo shop's 300 customers and 1,000 orders: invented, and the same at every seeding."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mercery.catalog.product import Product, Variant
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.demo.households import household
from mercery.demo.wanting import Wanting
from mercery.demo.written_people import WrittenOrder, written_people
from mercery.orders.order import Order, OrderLine, OrderStatus, Payment, Return, Shipment

CUSTOMERS, ORDERS, FIRST_NUMBER = 300, 1000, 10001
_SEED = 1926
_JUST_IN = frozenset({"care-leather", "care-suede"})
"""New in the shop: in no order of the past."""
_FREE_FROM = {"EUR": 20000, "CNY": 160000}
_FEE = {"EUR": 1200, "CNY": 8000}
_TAX = {"EUR": (20, 120), "CNY": (13, 113)}
"""What of a price is tax."""
_OPEN_DAYS = 800
"""So that there is a year to hold a year against."""
_CHANNELS = {
    "EUR": {"storefront": 62, "store": 16, "assistant": 12, "live": 10},
    "CNY": {"storefront": 44, "Tmall": 30, "live": 16, "assistant": 10},
}

_GIVEN = {
    "FR": [
        "Hélène",
        "Camille",
        "Lucie",
        "Margaux",
        "Inès",
        "Antoine",
        "Hugo",
        "Étienne",
        "Baptiste",
        "Salomé",
        "Adèle",
        "Théo",
    ],
    "DE": ["Anna", "Lena", "Katharina", "Jonas", "Felix", "Marta", "Tobias", "Greta", "Moritz", "Johanna"],
    "IT": ["Giulia", "Chiara", "Marta", "Luca", "Matteo", "Elisa", "Tommaso", "Bianca"],
    "GB": ["Eleanor", "Imogen", "Oliver", "Harriet", "Arthur", "Beatrice", "Rupert", "Nadia"],
    "US": ["Grace", "Naomi", "Ethan", "Claire", "Julian", "Audrey", "Marcus", "Elena"],
}
_FAMILY = {
    "FR": ["Roux", "Garnier", "Lefèvre", "Marchand", "Blanchet", "Perrin", "Aubert", "Delmas", "Fontaine", "Mercier"],
    "DE": ["Becker", "Lindner", "Vogt", "Hartmann", "Krüger", "Winkler", "Seidel", "Brandt"],
    "IT": ["Conti", "Moretti", "Galli", "Ferraro", "Marini", "Bassi", "Leone"],
    "GB": ["Okafor", "Whitfield", "Ashworth", "Pembroke", "Hartley", "Sinclair", "Doyle"],
    "US": ["Vidal", "Harper", "Sullivan", "Brooks", "Nakamura", "Reyes", "Holloway"],
}
_ZH_FAMILY = ["陈", "林", "王", "张", "李", "周", "吴", "郑", "何", "许", "沈", "韩"]
_ZH_GIVEN = [
    "雨桐",
    "思远",
    "若溪",
    "嘉宁",
    "子墨",
    "静怡",
    "一诺",
    "文博",
    "佳琪",
    "梓涵",
    "明轩",
    "晓鹿",
    "安然",
    "书瑶",
]
_COUNTRIES = ("CN",) * 38 + ("FR",) * 24 + ("DE",) * 12 + ("IT",) * 8 + ("GB",) * 9 + ("US",) * 9
_CARRIERS = {"CN": "SF Express", "FR": "Colissimo", "GB": "DPD", "US": "UPS"}
_REASONS = ("too small", "too large", "colour differs from the picture", "changed my mind", "a gift that did not suit")


def demo_customers(now: datetime) -> list[Customer]:
    """The customers, oldest first."""
    dice = random.Random(_SEED)  # noqa: S311 - invented people, not secrets
    drawn = [_customer(dice, number, now) for number in range(1, CUSTOMERS + 1)]
    written = written_people()
    return [written[one.key].customer(now) if one.key in written else one for one in drawn]


def _customer(dice: random.Random, number: int, now: datetime) -> Customer:
    country = dice.choice(_COUNTRIES)
    if country == "CN":
        name = dice.choice(_ZH_FAMILY) + dice.choice(_ZH_GIVEN)
    else:
        name = f"{dice.choice(_GIVEN[country])} {dice.choice(_FAMILY[country])}"
    language: Lang = "zh" if country == "CN" else "en"
    address, methods = household(number, country)
    return Customer(
        key=f"C{number:04d}",
        name=name,
        email=f"customer{number:04d}@example.com",
        language=language,
        country=country,
        address=address,
        payment_methods=methods,
        accepts_marketing=dice.random() < 0.4,
        tags=("member",) if number % 3 == 1 else (),
        created_at=now - timedelta(days=dice.randint(30, 1400), seconds=dice.randint(0, 86_000)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    title: str
    variant: Variant
    options: tuple[tuple[str, str], ...]
    weight: int


def demo_orders(products: Sequence[Product], customers: Sequence[Customer], now: datetime) -> list[Order]:
    """The orders, oldest first: a few customers buy often, cheap pieces sell more, who has one that lasts seldom buys
    another, about one in nine comes back."""
    dice = random.Random(_SEED + 1)  # noqa: S311
    pieces = {currency: list(_pieces(products, currency)) for currency in ("EUR", "CNY")}
    loyalty = [1 / (rank + 3) for rank in range(len(customers))]
    dice.shuffle(loyalty)
    loyalty = [0 if one.key in written_people() else share for one, share in zip(customers, loyalty, strict=True)]
    by_hand = [order for person in written_people().values() for order in person.orders]
    ages = [dice.betavariate(1.0, 1.3) * _OPEN_DAYS for _ in range(ORDERS - len(by_hand))]
    by_key = {one.key: one for one in customers}
    wanting = Wanting(products)
    drawn = [
        _order(dice, dice.choices(customers, loyalty)[0], pieces, now - timedelta(days=age), now, wanting)
        for age in sorted(ages, reverse=True)
    ]
    made = [*drawn, *(_written(dice, one, by_key[one.buyer], pieces, now) for one in by_hand)]
    ordered = sorted(made, key=lambda one: one.placed_at or now)
    return [
        replace(one, number=str(FIRST_NUMBER + index), channel=_channel(one.currency, index))
        for index, one in enumerate(ordered)
    ]


def _channel(currency: str, index: int) -> str:
    """Through which an order was won: most in the online shop."""
    dice = random.Random(f"{_SEED}:channel:{index}")  # noqa: S311
    shares = _CHANNELS[currency]
    return dice.choices(list(shares), list(shares.values()))[0]


def _pieces(products: Sequence[Product], currency: str) -> Iterator[_Piece]:
    for product in products:
        for variant in product.variants if product.key not in _JUST_IN else ():
            price = next((row.amount for row in variant.prices if row.amount.currency == currency), None)
            if price:
                weight = max(1, 4_000_000 // (price.minor + 8_000))
                lang: Lang = "zh" if currency == "CNY" else "en"
                labels = {option.name: option.label.text(lang) for option in product.options}
                options = tuple((labels.get(name, name), value.text(lang)) for name, value in variant.options.items())
                yield _Piece(title=product.title.text(lang), variant=variant, options=options, weight=weight)


def _order(
    dice: random.Random,
    buyer: Customer,
    pieces: dict[str, list[_Piece]],
    placed: datetime,
    now: datetime,
    wanting: Wanting,
) -> Order:
    currency = "CNY" if buyer.country == "CN" else "EUR"
    wanted = wanting.factors(buyer.key, [one.variant.sku for one in pieces[currency]], placed)
    weights = [one.weight * factor for one, factor in zip(pieces[currency], wanted, strict=True)]
    lines = tuple(_lines(dice, pieces[currency], weights, currency))
    wanting.bought(buyer.key, (line.sku for line in lines), placed)
    shipments = _shipments(dice, buyer.country or "FR", placed, now)
    delivered = shipments[0].delivered_at if shipments else None
    returns = tuple(_returns(dice, lines, delivered, now)) if delivered else ()
    status = _status(placed, shipments, lines, returns, now)
    method = dice.choice([one.id for one in buyer.payment_methods if one.kind != "gift_card"])
    return _bought(buyer, lines, placed, method, shipments=shipments, returns=returns, status=status)


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
    """An order with its sums and what was paid and given back. It gets its number when all are in line."""
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
        customer_key=buyer.key,
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


def _written(
    dice: random.Random, order: WrittenOrder, buyer: Customer, pieces: dict[str, list[_Piece]], now: datetime
) -> Order:
    """An order written down by hand, one piece of each SKU."""
    currency = "CNY" if buyer.country == "CN" else "EUR"
    by_sku = {piece.variant.sku: piece for piece in pieces[currency]}
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
    lines = tuple(_line(by_sku[sku], currency, 1) for sku in order.skus)
    made = _bought(buyer, lines, now - order.placed, order.method, shipments=shipments, status=status)
    return replace(made, note=order.note)


def _line(piece: _Piece, currency: str, quantity: int) -> OrderLine:
    price = next(row.amount for row in piece.variant.prices if row.amount.currency == currency)
    return OrderLine(
        sku=piece.variant.sku, title=piece.title, quantity=quantity, unit_price=price, options=piece.options
    )


def _lines(dice: random.Random, pieces: list[_Piece], weights: list[float], currency: str) -> Iterator[OrderLine]:
    chosen = dice.choices(pieces, weights, k=dice.choices((1, 2, 3), (70, 22, 8))[0])
    for piece in {piece.variant.sku: piece for piece in chosen}.values():
        price = next(row.amount for row in piece.variant.prices if row.amount.currency == currency)
        cheap = price.minor < 2 * _FREE_FROM[currency]
        yield _line(piece, currency, 2 if cheap and dice.random() < 0.12 else 1)


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
