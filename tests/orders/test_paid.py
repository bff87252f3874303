"""What comes back for a piece is what was paid for it, to the last cent, however pieces are sent back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine, Return
from mercery.orders.order_json import line_from_json, line_to_json
from mercery.orders.paid import left_to_return, paid_by_piece, with_units


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def line(sku: str, quantity: int, unit: int, **more: object) -> OrderLine:
    return OrderLine(sku=sku, title=sku, quantity=quantity, unit_price=euros(unit), **more)  # type: ignore[arg-type]


def order(total: int, *lines: OrderLine, shipping: int | None = None) -> Order:
    fee = None if shipping is None else euros(shipping)
    return Order(
        number="1", placed_at=None, currency="EUR", status="delivered", total=euros(total), lines=lines, shipping=fee
    )


def minor(amounts: dict[str, list[Money]]) -> dict[str, list[int]]:
    return {sku: [one.minor for one in found] for sku, found in amounts.items()}


def test_a_unit_comes_back_for_its_allocated_share() -> None:
    bought = order(
        25_060,
        line("bag", 1, 29_900, unit_paid=(euros(24_233),)),
        line("filler", 1, 990, unit_paid=(euros(827),)),
    )
    assert minor(paid_by_piece(bought)) == {"bag": [24_233], "filler": [827]}


def test_shares_that_do_not_add_up_to_what_was_paid_are_not_believed() -> None:
    bought = order(
        20_000, line("bag", 1, 20_000, unit_paid=(euros(1),)), line("candle", 1, 5_000, unit_paid=(euros(2),))
    )
    assert minor(paid_by_piece(bought)) == {"bag": [16_000], "candle": [4_000]}


def test_the_discount_of_a_line_stays_on_its_line() -> None:
    bought = order(27_999, line("bag", 1, 20_000), line("candle", 3, 4_000, discount=euros(4_001)))
    assert minor(paid_by_piece(bought)) == {"bag": [20_000], "candle": [2_667, 2_666, 2_666]}


def test_delivery_does_not_come_back_for_a_piece() -> None:
    bought = order(21_000, line("bag", 1, 20_000), shipping=1_000)
    assert minor(paid_by_piece(bought)) == {"bag": [20_000]}


def test_shares_are_kept_with_the_line_as_json() -> None:
    kept = line("bag", 2, 500, unit_paid=(euros(334), euros(333)))
    assert line_from_json(line_to_json(kept), "EUR") == kept


def test_units_are_noted_only_where_they_account_for_what_was_paid() -> None:
    bought = order(1_000, line("a", 2, 400), line("b", 1, 400))
    noted = with_units(bought, {"a": [334, 333], "b": [333]})
    assert [[one.minor for one in each.unit_paid] for each in noted.lines] == [[334, 333], [333]]
    assert with_units(bought, {"a": [334, 333], "b": [334]}) == bought
    assert with_units(bought, {"a": [334, 333, 1], "b": [333]}) == bought


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 50_000)), min_size=1, max_size=5),
    st.integers(0, 100),
)
def test_pieces_sent_back_one_by_one_are_worth_what_was_paid(pieces: list[tuple[int, int]], kept: int) -> None:
    lines = [line(f"s{index}", quantity, unit) for index, (quantity, unit) in enumerate(pieces)]
    total = sum(one.quantity * one.unit_price.minor for one in lines) * kept // 100
    bought = order(total, *lines)
    back = 0
    for one in lines:
        for _ in range(one.quantity):
            back += left_to_return(bought)[one.sku][-1].minor
            gone = Return(sku=one.sku, quantity=1, status="received")
            bought = replace(bought, returns=(*bought.returns, gone))
    assert back == total
