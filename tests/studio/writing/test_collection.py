"""A whole collection: nothing is said twice at length, and what is recorded is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.core.i18n import LANGS, Lang, Words
from mercery.demo.catalogue import demo_products
from mercery.studio.brief import Brief
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.variety import runs, units
from mercery.studio.writing.write import write

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHOP = Shop(id="shop", slug="aurelle", name=Words("Maison Aurelle", "Maison Aurelle"))


def _products() -> list[Product]:
    found = []
    for one in demo_products(date(2026, 3, 2)):
        variants = tuple(replace(variant, id=variant.sku, updated_at=NOW) for variant in one.product.variants)
        found.append(replace(one.product, id=one.product.key, variants=variants, updated_at=NOW))
    return found


def _pieces(products: list[Product], lang: Lang) -> Iterator[tuple[Materials, Piece, str]]:
    said: frozenset[str] = frozenset()
    for product in products:
        others = tuple(one for one in products if one is not product and one.category[0] == product.category[0])
        goods = Materials(
            shop=SHOP, products=(product,), facts=tuple(product_facts(product)), neighbours=others, said=said, now=NOW
        )
        piece = write(Brief(product_ids=(product.id,), channel="product_page", lang=lang), goods)
        body = ("" if lang == "zh" else " ").join(one.text(lang) for one in piece.passages if one.kind != "title")
        said |= runs(body, lang)
        yield goods, piece, body


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_over_the_demo_shop_no_two_pages_share_a_long_run_and_nearly_everything_is_told(lang: Lang) -> None:
    seen: dict[str, str] = {}
    turns: Counter[tuple[str, ...]] = Counter()
    told = asked = 0
    for goods, piece, body in _pieces(_products(), lang):
        assert not piece.blocked
        for run in runs(body, lang):
            assert seen.setdefault(run, piece.product_ids[0]) == piece.product_ids[0], run
        words = units(body, lang)
        turns.update(tuple(words[at : at + 3]) for at in range(len(words) - 2))
        want = {fact.attribute for fact in goods.facts if fact.subject.kind == "product"} - {"category", "brand"}
        got = {goods.by_id[key].attribute for key in piece.fact_ids}
        told, asked = told + len(want & got), asked + len(want)
    assert told / asked >= 0.9
    assert lang == "zh" or len(turns) / sum(turns.values()) >= 0.8
