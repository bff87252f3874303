"""What comes back for a piece of an order is told as it was allocated, and starts no return."""

from __future__ import annotations

from dataclasses import replace

from tests.assistant.desk.shop import VIEW, Desk, dollars

from mercery.orders.order import Order


def shared(order: Order) -> Order:
    """The order as it was quoted with a promotion: each unit with its share."""
    if order.number != "K1002":
        return order
    shares = {"coat-m-navy": ("81.08",), "mug-300": ("10.81", "10.81")}
    lines = tuple(replace(line, unit_paid=tuple(dollars(one) for one in shares[line.sku])) for line in order.lines)
    paid = dollars("102.70")
    return replace(order, lines=lines, total=paid, shipping=None)


def test_a_piece_comes_back_for_its_share_and_nothing_is_begun() -> None:
    desk = Desk()
    desk.view = replace(VIEW, orders=tuple(shared(one) for one in VIEW.orders))
    said = desk.says("What would I get back for the mug from K1002?")
    assert said == "For one Mug (300ml, ceramic) $10.81 comes back. For all 2 it is $21.62."
    assert desk.done == [] and not desk.state.tasks
    desk.lang = "zh"
    assert "退款金额为 $81.08" in desk.says("订单 K1002 的 Rain Coat 能退多少？")


def test_a_return_that_is_asked_for_shows_the_same_share() -> None:
    desk = Desk()
    desk.view = replace(VIEW, orders=tuple(shared(one) for one in VIEW.orders))
    assert "The refund comes to $81.08." in desk.says("If I return the coat, how much do I get back?")
