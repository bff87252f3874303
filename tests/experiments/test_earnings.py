"""What orders leave, net of refunds and of what came back; what is not known is said, never assumed to be nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.experiments.earnings import Events, Told, worked_out
from mercery.orders.earned import BroughtBack, Earned

COSTS = {"BAG": 6_000, "SCARF": 1_000}


def record(
    number: str = "1", *, paid: int = 10_000, cancelled: bool = False, taxed: float = 0.0, **more: object
) -> Earned:
    back = more.get("back", ())
    return Earned(
        number=number, currency=str(more.get("currency", "EUR")), cancelled=cancelled, paid=paid, taxed=taxed,
        pieces=(("BAG", 1),), back=back,  # type: ignore[arg-type]
    )  # fmt: skip


def order(**more: object) -> Told:
    told = {"unit": 0, "at": 10.0, "kind": "order", "minor": 10_000, "currency": "EUR", "subject": "1"}
    return Told(**(told | more))  # type: ignore[arg-type]


def refund(**more: object) -> Told:
    return order(**({"kind": "refund", "at": 20.0} | more))


def margin(events: Events) -> tuple[float, float, float]:
    """Margin, orders with an unknown margin, orders of which something came back."""
    return float(events.margin.sum()), float(events.unknown.sum()), float(events.returned.sum())


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ([order(margin=3_500)], 3_500),
        ([order(pieces=(("BAG", 1),))], 4_000),
        ([order(pieces=(("BAG", 1),)), refund()], -6_000),
        ([order(pieces=(("BAG", 1),)), refund(pieces=(("BAG", 1),))], 0),
        ([order(margin=3_500), refund(margin=3_500)], 0),
    ],
)
def test_what_is_told_gives_the_margin(told: list[Told], left: float) -> None:
    assert margin(worked_out(told, {}, COSTS, "EUR"))[:2] == (left, 0)


@pytest.mark.parametrize(
    "told",
    [
        order(),
        order(pieces=(("HAT", 1),)),
        order(currency="CNY", pieces=(("BAG", 1),)),
        order(currency="CNY", margin=5),
    ],
)
def test_an_order_whose_margin_cannot_be_known_counts_and_leaves_nothing_assumed(told: Told) -> None:
    events = worked_out([told, refund()], {}, COSTS, "EUR")
    assert (events.orders.sum(), *margin(events)) == (1, 0, 1, 1)


def test_the_shops_own_record_of_an_order_is_used_without_its_tax() -> None:
    events = worked_out([order()], {"1": record(paid=12_000, taxed=1 / 6)}, COSTS, "EUR")
    assert margin(events)[0] == pytest.approx(4_000)


def test_money_that_the_record_says_went_back_is_not_taken_twice() -> None:
    back = (BroughtBack(sku="BAG", quantity=1, refund=10_000, at=None),)
    events = worked_out([order(), refund()], {"1": record(back=back)}, COSTS, "EUR")
    assert margin(events) == (0, 0, 1)


def test_parts_of_a_refund_are_taken_off_beyond_what_the_record_says_went_back() -> None:
    parts = [refund(minor=3_000), refund(minor=4_000, at=30.0)]
    bought = order(pieces=(("BAG", 1),))
    assert margin(worked_out([bought, *parts], {}, COSTS, "EUR"))[0] == 4_000 - 7_000
    back = (BroughtBack(sku="OTHER", quantity=1, refund=3_000, at=None),)
    assert margin(worked_out([order(), *parts], {"1": record(back=back)}, COSTS, "EUR"))[0] == 4_000 - 7_000


def test_a_cancelled_order_is_none_and_neither_is_its_refund() -> None:
    events = worked_out([order(), refund()], {"1": record(cancelled=True)}, COSTS, "EUR")
    assert events.orders.sum() == 0 and margin(events) == (0, 0, 0)


def test_a_refund_of_an_order_from_before_is_left_out() -> None:
    assert margin(worked_out([refund(subject="old")], {}, COSTS, "EUR")) == (0, 0, 0)


@given(st.lists(st.integers(0, 50_000), max_size=6), st.integers(0, 30_000))
def test_all_money_back_with_all_pieces_leaves_nothing_of_any_order(paid: list[int], cost: int) -> None:
    told = [order(subject=str(n), minor=minor, pieces=(("BAG", 1),)) for n, minor in enumerate(paid)]
    told += [refund(subject=str(n), minor=minor, pieces=(("BAG", 1),)) for n, minor in enumerate(paid)]
    assert worked_out(told, {}, {"BAG": cost}, "EUR").margin.sum() == 0
