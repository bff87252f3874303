"""The demo shop is complete, bilingual, deterministic and says nothing about itself that its facts do not hold."""

import re
from datetime import UTC, date, datetime

import pytest
from tests.kept import DRAWN

from mercery.catalog.product import Product
from mercery.claims.values import Materials, Terms, Text
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_collections, demo_products
from mercery.demo.history import demo_history
from mercery.demo.people import demo_customers
from mercery.demo.rules import demo_answers, demo_policies
from mercery.demo.seed import RULE_PACK
from mercery.orders.actions.packs import pack

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def products() -> list[Product]:
    return [one.product for one in demo_products(DAY)]


def texts(product: Product) -> list[Words]:
    found = [product.title, product.description, *product.category, *(media.alt for media in product.media)]
    for attribute in product.attributes:
        found.append(attribute.label)
        match attribute.value:
            case Text(words):
                found.append(words)
            case Terms(items):
                found.extend(items)
            case Materials(parts):
                found.extend(part.material for part in parts)
            case _:
                pass
    return found


def test_there_is_enough_to_choose_from(products: list[Product]) -> None:
    assert len(products) >= 60
    assert len({product.category[0].en for product in products}) == 8
    assert sum(1 for p in products if any(row.was for v in p.variants for row in v.prices)) >= 8
    assert sum(1 for p in products if any(not v.stock.available for v in p.variants)) >= 8


def test_everything_is_written_in_both_languages(products: list[Product]) -> None:
    missing = [(product.key, words) for product in products for words in texts(product) if not (words.en and words.zh)]
    assert missing == []


def test_every_variant_has_a_price_in_both_currencies(products: list[Product]) -> None:
    for product in products:
        for variant in product.variants:
            assert {row.amount.currency for row in variant.prices} == {"EUR", "CNY"}, variant.sku


def test_skus_and_keys_are_unique(products: list[Product]) -> None:
    skus = [variant.sku for product in products for variant in product.variants]
    assert len(skus) == len(set(skus))
    assert len({product.key for product in products}) == len(products)


def test_every_product_has_three_pictures_and_each_colour_its_own(products: list[Product]) -> None:
    for product in products:
        assert len(product.media) >= 3
        named = {sku for media in product.media for sku in media.variant_skus}
        colours = {v.options["colour"].en for v in product.variants if "colour" in v.options}
        assert len(colours) <= 1 or named == {variant.sku for variant in product.variants}


def test_seeding_twice_gives_the_same(products: list[Product]) -> None:
    DRAWN.clear()
    assert [one.product for one in demo_products(DAY)] == products
    people = demo_customers(NOW)
    assert demo_history(products, people, NOW) == demo_history(products, people, NOW)


def test_numbers_in_a_description_stand_in_its_facts(products: list[Product]) -> None:
    for product in products:
        facts = " ".join(repr(attribute.value) for attribute in product.attributes)
        facts += " ".join(variant.sku for variant in product.variants) + product.title.en
        for number in re.findall(r"\d+(?:\.\d+)?", product.description.en):
            assert number in facts or number in UNTYPED.get(product.key, ()), (product.key, number)


# Numbers a description may give although no typed attribute of the piece holds them: a limit it stays below or a name.
UNTYPED = {"soft-tote": ("13",), "travel-spray": ("4", "100")}


def test_collections_name_products_that_exist(products: list[Product]) -> None:
    known = {product.key for product in products}
    assert {key for one in demo_collections() for key in one.products} <= known


def test_answers_and_policies_are_complete() -> None:
    answers, policies = list(demo_answers()), list(demo_policies(NOW))
    assert len(answers) >= 40
    assert all(len(one.asked_as("en")) >= 4 and len(one.asked_as("zh")) >= 4 for one in answers)
    assert all(one.question.zh and one.answer.zh for one in answers)
    assert {link for one in answers for link in one.links} <= {policy.key for policy in policies}
    assert all(policy.statement.en and policy.statement.zh for policy in policies)


def test_the_rules_for_orders_say_what_the_policies_say() -> None:
    held = {policy.key: policy.values for policy in demo_policies(NOW)}
    rules = {rule.action: rule for rule in pack(RULE_PACK)}
    assert rules["return_items"].within_days == rules["exchange_items"].within_days == held["returns"]["days"]
    assert rules["return_items"].refund_days[1] == held["refund"]["business_days"]
    assert (rules["return_items"].refund_from, rules["return_items"].refund_to) == ("goods_back", "original")
    assert rules["exchange_items"].once and held["exchange"]["free_exchanges"] == 1
    assert "packed" not in rules["cancel_order"].statuses and "shipped" not in rules["change_order_address"].statuses


def test_people_and_orders_add_up(products: list[Product]) -> None:
    people = demo_customers(NOW)
    orders = demo_history(products, people, NOW).orders
    assert len(people) == 300 and len(orders) > 2_300
    assert all(order.placed_at and order.placed_at < NOW for order in orders)
    for order in orders:
        goods = sum(line.unit_price.minor * line.quantity for line in order.lines)
        assert order.total.minor == goods + (order.shipping.minor if order.shipping else 0)
    assert any(order.returns for order in orders)
