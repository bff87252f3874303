"""Which price is in force."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mercery.catalog.product import PriceRow, Product, Variant
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.price import VariantPrice, prices_of, row_in_force, variant_price

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(minor: int, **more: object) -> PriceRow:
    currency = str(more.pop("currency", "EUR"))
    was = more.pop("was", None)
    return PriceRow(
        amount=Money(minor, currency),
        was=Money(was, currency) if isinstance(was, int) else None,
        **more,  # type: ignore[arg-type]
    )


def priced(*rows: PriceRow, currency: str = "EUR", at: datetime = NOON) -> VariantPrice | None:
    variant = Variant(sku="A", id="var_a", prices=rows, version=4)
    return variant_price(variant, product_id="prd_a", tax_included=True, currency=currency, at=at)


def test_a_variant_is_not_sold_in_a_currency_it_has_no_price_in() -> None:
    assert priced(row(1000), currency="USD") is None


def test_a_running_offer_replaces_the_standing_price_and_says_what_follows() -> None:
    found = priced(row(148000), row(128000, valid_from=NOON - HOUR, valid_to=NOON + HOUR, was=148000))
    assert found is not None
    assert found.price.amount == Money(128000, "EUR")
    assert found.price.was == Money(148000, "EUR")
    assert (found.valid_to, found.then) == (NOON + HOUR, Money(148000, "EUR"))


def test_an_offer_holds_from_its_first_moment_to_before_its_last() -> None:
    rows = row(100), row(80, valid_from=NOON, valid_to=NOON + HOUR)
    amounts = [priced(*rows, at=at) for at in (NOON - HOUR, NOON, NOON + HOUR)]
    assert [found and found.price.amount.minor for found in amounts] == [100, 80, 100]


def test_a_rise_that_has_begun_replaces_the_lower_standing_price() -> None:
    found = priced(row(100), row(120, valid_from=NOON - HOUR))
    assert found is not None and found.price.amount.minor == 120


def test_a_price_knows_when_a_coming_offer_ends_it() -> None:
    found = priced(row(100), row(80, valid_from=NOON + HOUR, valid_to=NOON + 2 * HOUR))
    assert found is not None
    assert (found.valid_to, found.then) == (NOON + HOUR, Money(80, "EUR"))


def test_a_closed_list_is_open_only_to_those_who_may_use_it() -> None:
    rows = [row(100), row(90, price_list="members")]
    everybody = row_in_force(rows, "EUR", NOON, ("default",))
    member = row_in_force(rows, "EUR", NOON, ("default", "members"))
    assert everybody and member
    assert (everybody.amount.minor, member.amount.minor) == (100, 90)


def test_a_compare_at_price_that_is_not_higher_is_not_shown() -> None:
    found = priced(row(100, was=100))
    assert found is not None and found.price.was is None and found.saving.minor == 0


def test_a_product_may_set_aside_the_shops_tax_rule() -> None:
    variant = Variant(sku="A", id="var_a", prices=(row(100),))
    product = Product(key="a", handle="a", id="prd_a", title=Words("A"), variants=(variant,), tax_included=False)
    assert prices_of([product], currency="EUR", at=NOON, tax_included=True)["var_a"].price.tax_included is False


hours = st.none() | st.integers(-5, 5)
rows_of_any_shape = st.lists(
    st.builds(
        lambda minor, was, start, end, currency, name: row(
            minor,
            was=was,
            currency=currency,
            price_list=name,
            valid_from=None if start is None else NOON + start * HOUR,
            valid_to=None if end is None else NOON + end * HOUR,
        ),
        st.integers(0, 400),
        st.none() | st.integers(0, 400),
        hours,
        hours,
        st.sampled_from(["EUR", "CNY"]),
        st.sampled_from(["default", "members"]),
    ),
    max_size=4,
)


@given(rows_of_any_shape, st.integers(0, 999))
def test_the_order_of_rows_never_matters(rows: list[PriceRow], seed: int) -> None:
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)
    assert priced(*rows) == priced(*shuffled)


@given(rows_of_any_shape, st.integers(0, 12))
def test_a_price_is_the_same_until_the_end_it_states(rows: list[PriceRow], half_hours: int) -> None:
    found, later = priced(*rows), NOON + half_hours * HOUR / 2
    if found is None or (found.valid_to is not None and later >= found.valid_to):
        return
    again = priced(*rows, at=later)
    assert again is not None and again.price == found.price


@given(rows_of_any_shape)
def test_a_version_never_names_two_prices(rows: list[PriceRow]) -> None:
    seen: dict[int, object] = {}
    for currency in ("EUR", "CNY"):
        for hour in range(-6, 7):
            found = priced(*rows, currency=currency, at=NOON + hour * HOUR)
            if found is not None:
                assert seen.setdefault(found.version, found.price) == found.price
