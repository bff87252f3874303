"""What a cart costs."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from mercery.catalog.product import PriceRow, Variant
from mercery.claims.values import Stock
from mercery.core.money import Money
from mercery.promotions.cart_quote import CartLine, CartQuote, quote
from mercery.promotions.price import VariantPrice, variant_price

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def offered(name: str, minor: int, *, was: int | None = None) -> VariantPrice:
    row = PriceRow(amount=Money(minor, "EUR"), was=None if was is None else Money(was, "EUR"))
    variant = Variant(sku=name.upper(), id=name, prices=(row,))
    price = variant_price(variant, product_id=f"p-{name}", tax_included=True, currency="EUR", at=NOW)
    assert price is not None
    return price


def line(name: str, quantity: int = 1) -> CartLine:
    return CartLine(product_id=f"p-{name}", variant_id=name, quantity=quantity)


def quoted(lines: list[CartLine], prices: list[VariantPrice], stock: dict[str, Stock]) -> CartQuote:
    return quote(lines, currency="EUR", at=NOW, prices={one.variant_id: one for one in prices}, stock=stock)


def test_the_total_is_the_sum_of_the_lines_and_the_saving_is_told() -> None:
    found = quoted(
        [line("bag"), line("scarf", 3)],
        [offered("bag", 128000, was=148000), offered("scarf", 32050)],
        {"bag": Stock(2), "scarf": Stock(None)},
    )
    assert found.total == Money(128000 + 3 * 32050, "EUR")
    assert (found.saving, found.count, found.ready) == (Money(20000, "EUR"), 4, True)


def test_a_sold_out_piece_is_refused_with_its_restock_date_and_not_counted() -> None:
    found = quoted(
        [line("bag"), line("scarf")],
        [offered("bag", 100), offered("scarf", 50)],
        {"bag": Stock(0, date(2026, 12, 4)), "scarf": Stock(1)},
    )
    refused = found.lines[0]
    assert refused.problem and refused.problem.kind == "sold_out" and refused.total is None
    assert refused.problem.message.en == "Sold out. Expected back on 4 December 2026."
    assert refused.problem.message.zh == "暂时缺货，预计 2026 年 12 月 4 日到货。"
    assert found.total.minor == 50 and not found.ready


def test_two_lines_of_one_variant_share_the_stock() -> None:
    found = quoted([line("bag", 2), line("bag", 2)], [offered("bag", 100)], {"bag": Stock(3)})
    assert len(found.lines) == 1
    problem = found.lines[0].problem
    assert problem and (problem.kind, problem.available) == ("too_few", 3)


def test_a_variant_without_a_price_in_the_currency_is_not_sold_in_it() -> None:
    found = quoted([line("bag")], [], {"bag": Stock(3)})
    assert found.lines[0].problem and found.lines[0].problem.message.en == "This piece is not sold in EUR."


def test_a_variant_that_left_the_shop_is_named_as_such() -> None:
    found = quoted([line("ghost")], [], {})
    assert found.lines[0].problem and found.lines[0].problem.kind == "unknown"


def test_an_empty_bag_is_not_ready() -> None:
    found = quoted([], [], {})
    assert found.total.minor == 0 and not found.ready


names = st.sampled_from("abcdef")
carts = st.lists(st.builds(line, names, st.integers(-2, 1005)), max_size=8)
shops = st.dictionaries(names, st.tuples(st.integers(0, 10**7), st.none() | st.integers(0, 20)), max_size=6)


def in_shop(cart: list[CartLine], shop: dict[str, tuple[int, int | None]]) -> CartQuote:
    prices = [offered(name, minor) for name, (minor, _) in shop.items()]
    return quoted(cart, prices, {name: Stock(count) for name, (_, count) in shop.items()})


@given(carts, shops)
def test_lines_add_up_and_nothing_is_negative(cart: list[CartLine], shop: dict[str, tuple[int, int | None]]) -> None:
    found = in_shop(cart, shop)
    totals = [one.total for one in found.lines if one.total is not None]
    assert found.total.minor == sum(one.minor for one in totals)
    assert all(one.minor >= 0 for one in totals)
    assert all((one.total is None) == (one.problem is not None) for one in found.lines)


@given(carts, shops, st.randoms())
def test_the_order_of_lines_changes_no_amount(
    cart: list[CartLine], shop: dict[str, tuple[int, int | None]], random: object
) -> None:
    shuffled = list(cart)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = in_shop(cart, shop), in_shop(shuffled, shop)
    assert (one.total, one.saving, one.count) == (other.total, other.saving, other.count)
    assert {line.variant_id: line for line in one.lines} == {line.variant_id: line for line in other.lines}


@given(carts, shops)
def test_never_more_is_sold_than_there_is(cart: list[CartLine], shop: dict[str, tuple[int, int | None]]) -> None:
    for one in in_shop(cart, shop).lines:
        count = shop.get(one.variant_id, (0, 0))[1]
        if one.problem is None:
            assert one.quantity >= 1 and (count is None or one.quantity <= count)
