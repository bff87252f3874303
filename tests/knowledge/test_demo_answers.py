"""The demo shop's approved answers are true of the demo shop and can be asked in many ways."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from mercery.catalog.product import Product
from mercery.claims.mentions import mentions
from mercery.claims.values import Materials, Quantity
from mercery.core.i18n import LANGS, Lang
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge.agreement import disagreeing
from mercery.knowledge.answer import ApprovedAnswer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANSWERS = {one.key: one for one in demo_answers()}
STATEMENTS = {one.key: one.statement for one in demo_policies(NOW)}
PRODUCTS = {one.product.title.en: one.product for one in demo_products(NOW.date())}


def words(answer: ApprovedAnswer, lang: Lang) -> str:
    return answer.answer.en if lang == "en" else answer.answer.zh


def materials(product: Product) -> str:
    parts = next((one.value.parts for one in product.attributes if isinstance(one.value, Materials)), ())
    return " ".join(part.material.en for part in parts)


@pytest.mark.parametrize("lang", LANGS)
def test_there_are_forty_with_five_other_phrasings_each(lang: Lang) -> None:
    assert len(ANSWERS) >= 40
    assert [key for key, one in ANSWERS.items() if len(one.asked_as(lang)) < 6] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_phrasing_leads_to_two_answers(lang: Lang) -> None:
    plain = [re.sub(r"\W+", " ", text.lower()).strip() for one in ANSWERS.values() for text in one.asked_as(lang)]
    assert sorted({text for text in plain if plain.count(text) > 1}) == []


def test_no_answer_contradicts_any_policy_it_is_linked_to() -> None:
    assert disagreeing(list(ANSWERS.values()), STATEMENTS) == []
    assert sum(bool(one.links) for one in ANSWERS.values()) >= 4


def test_both_languages_name_the_same_amounts() -> None:
    apart = []
    for key, one in ANSWERS.items():
        english, chinese = (
            sorted(str(found.value) for found in mentions(words(one, lang)) if found.kind in ("money", "percent"))
            for lang in LANGS
        )
        if english != chinese:
            apart.append((key, english, chinese))
    assert apart == []


def test_what_they_say_of_products_stands_in_the_catalogue() -> None:
    arno = [one for title, one in PRODUCTS.items() if title.startswith("Arno")]
    assert arno and all("Blake" in str(one.attributes) for one in arno), "resole: stitched shoes can be resoled"
    assert "without a tool" in PRODUCTS["Rue Carrée"].description.en, "strap-change"
    leather = re.compile(r"calfskin|goatskin|lambskin|leather|suede|hide|silk|wool|cashmere|feather|horn")
    free = [one for one in PRODUCTS.values() if one.category[0].en == "Eyewear" or "Candle" in one.title.en]
    assert free and not [one.key for one in free if leather.search(materials(one))], "vegan"
    bags = [one for one in PRODUCTS.values() if one.category[0].en in ("Bags", "Shoes")]
    assert not [one.key for one in bags if not re.search(r"calfskin|goat|lambskin|leather|suede", materials(one))], (
        "vegan"
    )
    assert not [one.key for one in PRODUCTS.values() if re.search(r"bonded|imitation|faux|vegan", materials(one))], (
        "real-leather"
    )


def test_watches_said_to_swim_are_rated_for_it() -> None:
    for product in PRODUCTS.values():
        rated = [
            one.value.low
            for one in product.attributes
            if one.name == "water_resistance" and isinstance(one.value, Quantity)
        ]
        if rated and rated[0] >= 100:
            assert re.search(r"steel|rubber", materials(product)), product.key
