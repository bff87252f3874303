"""Hypothesis strategies for orders and customers."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from mercery.core.money import Money
from mercery.customers.customer import Address, Customer, PaymentMethod
from mercery.orders.order import ORDER_STATUSES, RETURN_STATUSES, Order, OrderLine, Payment, Return, Shipment

NAME = st.text("abcdefghijklmnopqrstuvwxyzéß林 ", min_size=1, max_size=12).map(str.strip).filter(bool)
KEY = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}", fullmatch=True)
EMAIL = st.from_regex(r"[a-z][a-z0-9.]{0,8}@[a-z]{1,8}\.example", fullmatch=True)
MOMENT = st.integers(946_684_800, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
MAYBE = st.one_of(st.none(), MOMENT)
ADDRESS = st.one_of(
    st.none(), st.builds(Address, line1=NAME, line2=st.one_of(st.just(""), NAME), city=NAME, postcode=KEY, country=NAME)
)


def money(currency: str, *, least: int = 0) -> st.SearchStrategy[Money]:
    """An amount in `currency`."""
    return st.builds(Money, st.integers(least, 10**8), st.just(currency))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order with everything an export can hold."""
    currency = draw(st.sampled_from(("EUR", "CNY", "JPY", "KWD")))
    amount = st.one_of(st.none(), money(currency))
    line = st.builds(
        OrderLine, sku=KEY, title=NAME, quantity=st.integers(1, 99), unit_price=money(currency),
        discount=st.one_of(st.none(), money(currency, least=1)),
    )  # fmt: skip
    back = st.builds(
        Return, sku=KEY, quantity=st.integers(1, 9), status=st.sampled_from(RETURN_STATUSES), refund=amount,
        reason=st.one_of(st.just(""), NAME), requested_at=MAYBE,
    )  # fmt: skip
    sent = st.builds(Shipment, carrier=NAME, tracking_number=KEY, shipped_at=MAYBE, delivered_at=MAYBE)
    paid = st.builds(
        Payment, kind=st.sampled_from(("payment", "refund")), amount=money(currency), method=KEY, at=MAYBE
    )  # fmt: skip
    return Order(
        number=draw(KEY), placed_at=draw(MOMENT), currency=currency, status=draw(st.sampled_from(ORDER_STATUSES)),
        total=draw(money(currency)), shipping=draw(amount), discount=draw(amount), tax=draw(amount),
        customer_key=draw(st.one_of(st.none(), KEY)), email=draw(st.one_of(st.none(), EMAIL)),
        country=draw(st.sampled_from((None, "FR", "CN"))), lines=tuple(draw(st.lists(line, min_size=1, max_size=3))),
        shipments=tuple(draw(st.lists(sent, max_size=2))), returns=tuple(draw(st.lists(back, max_size=2))),
        address=draw(ADDRESS), payments=tuple(draw(st.lists(paid, max_size=2))),
        note=draw(st.one_of(st.just(""), NAME)),
    )  # fmt: skip


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    """A customer with everything an export can hold."""
    method = st.builds(
        PaymentMethod, id=KEY, kind=st.sampled_from(("card", "wallet", "gift_card", "other")),
        last_four=st.sampled_from(("", "4242")), balance=st.one_of(st.none(), money("EUR")),
    )  # fmt: skip
    return Customer(
        key=draw(KEY), email=draw(EMAIL), name=draw(st.one_of(st.just(""), NAME, st.just("'t Hooft"))),
        phone=draw(st.sampled_from((None, "+33 1 23 45 67 89"))), language=draw(st.sampled_from((None, "en", "zh"))),
        country=draw(st.sampled_from((None, "FR"))), accepts_marketing=draw(st.booleans()),
        tags=tuple(draw(st.lists(KEY, max_size=3, unique=True))), created_at=draw(MAYBE), address=draw(ADDRESS),
        payment_methods=tuple(draw(st.lists(method, max_size=2, unique_by=lambda each: each.id))),
    )  # fmt: skip
