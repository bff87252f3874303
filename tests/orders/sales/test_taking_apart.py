"""An order's rows add up to its total, and money that went back counts once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.orders.strategies import orders as drawn_orders

from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine, Payment, Return
from mercery.orders.sales.taking_apart import taken_apart


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


BOUGHT = Order(
    number="1", placed_at=None, currency="EUR", status="delivered", total=euros(26_200), shipping=euros(1_200),
    tax=euros(4_367),
    lines=(
        OrderLine(sku="bag", title="Bag", quantity=1, unit_price=euros(20_000)),
        OrderLine(sku="candle", title="Candle", quantity=2, unit_price=euros(2_500)),
    ),
)  # fmt: skip


@settings(max_examples=40)
@given(order=drawn_orders())
def test_rows_add_up_to_the_total_and_no_row_gives_back_more_than_it_took(order: Order) -> None:
    rows = taken_apart(order)
    if order.status == "cancelled":
        assert rows == ()
        return
    assert sum(row.paid for row in rows) == order.total.minor
    assert all(0 <= row.refund <= row.paid and 0 <= row.returned <= row.quantity for row in rows)
    assert [row.place for row in rows] == list(range(len(rows))) and rows[0].sku == ""
    assert sum(row.quantity for row in rows) == sum(line.quantity for line in order.lines)


@given(order=drawn_orders(), back=st.integers(0, 10**7))
def test_a_refund_told_by_returns_and_by_payments_counts_once(order: Order, back: int) -> None:
    """The same money in both places is the larger of what each place alone would say."""
    money = Money(min(back, order.total.minor), order.currency)
    bare = replace(order, status="returned", returns=(), payments=())
    returned = replace(bare, returns=(Return(sku="", quantity=1, status="refunded", refund=money),))
    paid = (
        Payment(kind="payment", amount=order.total, method="card"),
        Payment(kind="refund", amount=money, method="card"),
    )
    for one in (returned, replace(bare, payments=paid), replace(returned, payments=paid)):
        assert sum(row.refund for row in taken_apart(one)) == money.minor


def test_a_return_takes_the_piece_and_its_money_from_its_own_row() -> None:
    back = Return(sku="candle", quantity=1, status="refunded", refund=euros(2_500))
    rows = taken_apart(replace(BOUGHT, returns=(back,)))
    assert [(row.sku, row.quantity, row.returned, row.paid, row.refund) for row in rows] == [
        ("", 0, 0, 1_200, 0), ("bag", 1, 0, 20_000, 0), ("candle", 2, 1, 5_000, 2_500),
    ]  # fmt: skip
    assert [row.tax for row in rows] == [200, 3_334, 417]


def test_an_exchange_and_what_is_only_announced_take_nothing() -> None:
    exchanged = Return(sku="candle", quantity=1, status="received", exchange_for="candle-blue")
    asked = Return(sku="bag", quantity=1, status="requested", refund=euros(20_000))
    rows = taken_apart(replace(BOUGHT, returns=(exchanged, asked)))
    assert sum(row.refund for row in rows) == 0 and sum(row.returned for row in rows) == 0


def test_paying_anew_by_another_method_or_for_a_cheaper_piece_is_no_refund_of_a_sale() -> None:
    moves = (
        Payment(kind="payment", amount=euros(26_200), method="card"),
        Payment(kind="payment", amount=euros(26_200), method="wallet"),
        Payment(kind="refund", amount=euros(26_200), method="card"),
    )
    assert sum(row.refund for row in taken_apart(replace(BOUGHT, payments=moves))) == 0
    cheaper = (
        Payment(kind="payment", amount=euros(30_000), method="card"),
        Payment(kind="refund", amount=euros(3_800), method="card"),
    )
    assert sum(row.refund for row in taken_apart(replace(BOUGHT, payments=cheaper))) == 0
    goodwill = (*cheaper, Payment(kind="refund", amount=euros(1_000), method="card"))
    rows = taken_apart(replace(BOUGHT, payments=goodwill))
    assert sum(row.refund for row in rows) == 1_000 and sum(row.returned for row in rows) == 0
