"""Facts about prices."""

from datetime import UTC, datetime

from mercery.catalog.product import PriceRow, Product, Variant
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.facts import price_facts
from mercery.promotions.price import prices_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def bag() -> Product:
    bordeaux = Variant(
        sku="SB-B",
        id="var_b",
        options={"colour": Words("bordeaux", "酒红")},
        prices=(PriceRow(amount=Money(128000, "EUR"), valid_to=NOW.replace(hour=20)),),
        version=3,
        updated_at=NOW,
    )
    black = Variant(sku="SB-K", id="var_k", options={"colour": Words("black", "黑")}, prices=())
    return Product(
        key="sb", handle="saddle-bag", id="prd_s", title=Words("Saddle Bag", "马鞍包"), variants=(bordeaux, black)
    )


def test_each_priced_variant_has_one_fact_with_its_end_and_a_name_in_both_languages() -> None:
    product = bag()
    facts = price_facts([product], prices_of([product], currency="EUR", at=NOW, tax_included=True))
    assert [fact.id for fact in facts] == ["variant:var_b/price@3000"]
    assert facts[0].subject.name == Words("Saddle Bag, bordeaux", "马鞍包（酒红）")
    assert facts[0].subject.parent_id == "prd_s"
    assert facts[0].valid_to == NOW.replace(hour=20)
