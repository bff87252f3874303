"""The facts of a product are made once for the product as it was read, and never told of another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.catalog.builders import bag

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product

READ = datetime(2026, 1, 5, tzinfo=UTC)


def stored(stock: int = 3) -> Product:
    drawn = bag(stock=stock)
    variants = tuple(replace(one, id=one.sku, updated_at=READ) for one in drawn.variants)
    return replace(drawn, id="prd_1", updated_at=READ, variants=variants)


def test_the_same_product_has_the_same_facts_and_a_list_of_its_own() -> None:
    product = stored()
    first = product_facts(product)
    told = list(first)
    first.clear()
    assert product_facts(product) == told
    assert all(one is other for one, other in zip(product_facts(product), told, strict=True))


def test_a_product_read_anew_is_told_as_it_stands_now() -> None:
    before, after = stored(stock=3), stored(stock=0)
    assert [one for one in product_facts(before) if one.attribute == "stock"] != [
        one for one in product_facts(after) if one.attribute == "stock"
    ]


def test_facts_of_what_was_never_stored_are_of_the_moment() -> None:
    moments = [fact.recorded_at for fact in product_facts(bag())]
    assert max(moments) - min(moments) < timedelta(minutes=1)
    assert min(product_facts(bag()), key=lambda one: one.recorded_at).recorded_at >= max(moments)
