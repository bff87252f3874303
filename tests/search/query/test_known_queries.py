"""What is read from queries: the lines of the files beside this one."""

import pytest
from tests.search.query.asked import Asked, asked, faults
from tests.search.query.shelf import demo_shelf, outdoors_shelf


@pytest.mark.parametrize("one", [*asked("known_queries.txt"), *asked("unseen_queries.txt")], ids=str)
def test_a_query_is_read_as_it_is_meant(one: Asked) -> None:
    reading = demo_shelf().read(one.query, currency=one.currency)
    assert not faults(reading, one.expected)


@pytest.mark.parametrize("one", asked("outdoor_queries.txt"), ids=str)
def test_another_shop_is_read_by_its_own_words(one: Asked) -> None:
    reading = outdoors_shelf().read(one.query, currency=one.currency)
    assert not faults(reading, one.expected)
