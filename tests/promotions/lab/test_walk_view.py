"""A priced cart as a ledger with one floor line."""

from hypothesis import given
from hypothesis import strategies as st
from tests.promotions.lab.weekend import CALENDAR, quoted

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.walk_view import Walk, floor_price, walk
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Quote
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.goods import Line


def seen(one: Quote) -> Walk:
    return walk(
        CALENDAR, one.best, one.margin, names={"BAG": Words("Saddle Bag", "马鞍包")},
        step_words=lambda step: Words(step.note), margin_of=margin_of, at_fault={"member", "welcome"},
    )  # fmt: skip


def test_each_rule_is_a_line_that_ends_at_what_is_paid() -> None:
    shown = seen(quoted())
    assert [row.label.en for row in shown.rows] == [
        "List price", "Winter leather", "Second at half", "Member weekend", "Welcome coupon", "Customer pays"
    ]  # fmt: skip
    assert [row.price.minor for row in shown.rows] == [154_400, 124_800, 121_600, 109_440, 103_440, 103_440]
    assert [row.at_fault for row in shown.rows] == [False, False, False, True, True, False]


def test_the_floor_is_the_least_price_at_which_the_margin_holds() -> None:
    shown = seen(quoted())
    assert shown.floor == Money(106_656, "EUR")  # (goods 888.17 + parcel 18.40) / 0.85, up to the cent that passes
    assert shown.short == Money(106_656 - 103_440, "EUR")
    assert not shown.passes
    assert "Cost 906.57: goods 888.17, parcel 18.40." in shown.why.en
    assert "成本 906.57：商品 888.17、快递 18.40。" in shown.why.zh


def test_bars_lie_in_the_column_and_hang_together() -> None:
    shown = seen(quoted())
    for before, row in zip(shown.rows, shown.rows[1:], strict=False):
        assert 0 <= row.bar.start <= row.bar.start + row.bar.width <= 100.01
        if row.kind == "step" and before.kind == "step":
            assert abs(before.bar.drop - (row.bar.start + row.bar.width)) < 0.01  # type: ignore[operator]
    assert shown.begins is not None and shown.begins.minor < shown.rows[-1].price.minor


@given(bags=st.integers(0, 3), candles=st.integers(0, 6), member=st.booleans())
def test_one_cent_below_the_floor_price_does_not_pass(bags: int, candles: int, member: bool) -> None:
    cart = tuple(Line(sku=sku, quantity=count) for sku, count in (("BAG", bags), ("CANDLE", candles)) if count)
    if not cart:
        return
    one = quote(CALENDAR, cart, Buyer(audiences=frozenset(("member",) if member else ()), wallet={}))
    floor = floor_price(CALENDAR, one.best, margin_of)
    assert floor is not None
    assert (one.margin.short <= 0) == (one.best.payable >= floor)
