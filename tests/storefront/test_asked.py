"""Reading the address of a list."""

from hypothesis import given
from hypothesis import strategies as st

from mercery.storefront.asked import asked


def test_values_of_one_facet_add_up_and_amounts_become_minor_units() -> None:
    found = asked("/en/search", "q=bag&colour=black&colour=red&max=1%2C500&stock=1&sort=price_up&page=3")
    filters = found.filters("EUR")
    assert filters.facets == {"colour": ("black", "red")}
    assert (filters.price_max, filters.in_stock, found.sort, found.page) == (150_000, True, "price_up", 3)
    assert asked("/en/search", "max=1500").filters("JPY").price_max == 1500


def test_a_choice_can_be_added_and_taken_away_and_starts_from_the_first_page() -> None:
    found = asked("/en/c/bags", "colour=black&page=4")
    assert found.with_pair("colour", "red") == "/en/c/bags?colour=black&colour=red"
    assert found.without_pair("colour", "black") == "/en/c/bags"
    assert found.replaced(min="10", max="") == "/en/c/bags?colour=black&min=10"


@given(st.text(max_size=200))
def test_no_address_is_too_odd_to_read(query: str) -> None:
    found = asked("/en/search", query)
    filters = found.filters("EUR")
    assert found.page >= 1 and (filters.price_min is None or filters.price_min >= 0)


def test_signs_that_show_nothing_are_spaces_and_no_value_is_longer_than_a_query() -> None:
    wanted = asked("/en/search", "q=silk%00%E2%80%AEscarf%0A&colour=" + "x" * 900)
    assert wanted.query == "silk  scarf"
    assert all(len(value) <= 300 for _, value in wanted.pairs)
