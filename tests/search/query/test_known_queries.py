"""What is read from queries over the demo shop: the lines of `known_queries.txt` and `unseen_queries.txt`."""

import pytest
from tests.search.query.asked import Asked, asked, faults
from tests.search.query.shelf import demo_shelf


@pytest.mark.parametrize("one", [*asked("known_queries.txt"), *asked("unseen_queries.txt")], ids=str)
def test_a_query_is_read_as_it_is_meant(one: Asked) -> None:
    reading = demo_shelf().read(one.query, currency=one.currency)
    assert not faults(reading, one.expected)
