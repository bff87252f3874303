"""Whatever changes, no sentence is shown whose fact says something else now; whatever does not, stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.sentence import Line
from mercery.claims.values import Stock, Text
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.promotions.service import price_facts
from mercery.studio.brief import Brief
from mercery.studio.kept import GroundLine
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.piece_json import piece_from_json, piece_to_json
from mercery.studio.standing import by_key, grounds_of, held_against, key_of, title_facts
from mercery.studio.writing.write import write

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SHOP = Shop(id="shp_1", slug="aurelle", name=Words("Maison Aurelle"))


@cache
def bag() -> Product:
    found = next(one.product for one in demo_products(date(2026, 11, 25)) if one.product.key == "saddle-bag")
    variants = tuple(replace(one, id=f"var_{place}", updated_at=NOW) for place, one in enumerate(found.variants))
    return replace(found, id="prd_1", variants=variants, updated_at=NOW)


def facts_of(product: Product) -> list[Fact]:
    return [*product_facts(product, SHOP), *price_facts(SHOP, [product], at=NOW)]


@cache
def told() -> tuple[Piece, tuple[GroundLine, ...], tuple[Fact, ...]]:
    """A product page with a sentence on the price, and what it stands on."""
    facts = tuple(facts_of(bag()))
    materials = Materials(shop=SHOP, products=(bag(),), facts=facts, now=NOW)
    piece = write(Brief(product_ids=("prd_1",), channel="product_page", lang="en"), materials)
    priced = next(one for one in facts if one.attribute == "price")
    line = Line().say("In black it costs ").fact(priced, "€1,480").say(".").done()
    piece = replace(piece, passages=(*piece.passages, Passage(kind="paragraph", told=(Told(sentence=line),))))
    grounds = grounds_of(piece, {one.id: one for one in facts}, title_facts([bag()], NOW), "Europe/Paris")
    return piece, grounds, facts


def changed(fact: Fact) -> Fact:
    return replace(fact, value=Text(Words("something else", "另一样")), version=fact.version + 1)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_a_change_touches_is_not_shown_and_nothing_else_is_lost(data: st.DataObject) -> None:
    piece, grounds, facts = told()
    attributes = sorted({one.attribute for one in facts})
    moved = data.draw(st.sets(st.sampled_from(attributes)))
    gone = data.draw(st.sets(st.sampled_from(attributes)))
    fresh = [changed(one) if one.attribute in moved else replace(one, version=one.version + 1) for one in facts]
    fresh = [one for one in fresh if one.attribute not in gone]
    shown = held_against(piece, grounds, by_key(fresh, NOW), [bag()]).shown()
    in_force = {one.id for one in fresh}
    touched = moved | gone
    for one in shown.sentences():
        assert set(one.sentence.fact_ids) <= in_force
        assert not {key_of(key)[2] for key in one.sentence.fact_ids} & touched
    untouched = [
        one.sentence.text for one in piece.sentences()
        if not {key_of(key)[2] for key in one.sentence.fact_ids} & touched
    ]  # fmt: skip
    assert [one.sentence.text for one in shown.sentences()] == untouched


def test_a_sale_of_one_piece_takes_no_sentence_that_counts_nothing() -> None:
    piece, grounds, _ = told()
    sold = tuple(replace(one, stock=Stock(2), version=one.version + 1) for one in bag().variants)
    product = replace(bag(), variants=sold)
    fresh = [one for one in facts_of(product) if one.attribute != "price"]
    fallen = held_against(piece, grounds, by_key(fresh, NOW), [product])
    assert [one.sentence.text for place, one in enumerate(piece.sentences()) if place in fallen.fallen] == [
        "In black it costs €1,480."
    ]


def test_the_price_of_the_variant_beside_counts_for_a_sentence_on_the_price() -> None:
    piece, grounds, facts = told()
    prices = [one for one in facts if one.attribute == "price"]
    assert len(prices) == 2
    fresh = [changed(one) if one is prices[1] else one for one in facts]
    assert len(held_against(piece, grounds, by_key(fresh, NOW), [bag()]).fallen) == 1


def test_another_name_and_goods_off_sale_are_noticed() -> None:
    piece, grounds, facts = told()
    renamed = replace(bag(), title=Words("Cavalier Bag", "骑士包"))
    assert held_against(piece, grounds, by_key(facts, NOW), [renamed]).renamed == {"prd_1"}
    off = replace(bag(), status="archived")
    assert held_against(piece, grounds, by_key(facts, NOW), [off]).gone == {"prd_1"}


def test_a_piece_survives_its_json_form() -> None:
    piece, _, _ = told()
    assert piece_from_json(piece_to_json(piece)) == piece
