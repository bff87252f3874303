"""The questions of an exam: enough, of every kind, in both languages, from what the shop has."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.assistant.shop import answers, catalogue, policies

from mercery.assistant.admission.cases import CANARIES, LEAST, MOST, Stuff, cases
from mercery.core.i18n import LANGS

PRODUCTS = catalogue()
STUFF = Stuff(products=PRODUCTS, policies=policies(), answers=answers())


def test_there_are_enough_of_every_kind_and_no_two_alike() -> None:
    found = cases(STUFF)
    assert LEAST <= len(found) <= MOST
    kinds = Counter(case.kind for case in found)
    assert min(kinds.values()) >= 1
    assert set(kinds) == {
        "plain", "no", "unknown", "sold_out", "premise", "injected", "planted", "policy", "answer", "foreign", "long", "garbage",
    }  # fmt: skip
    assert len({case.text for case in found if not case.planted}) == len([case for case in found if not case.planted])


def test_both_languages_are_asked() -> None:
    langs = Counter(case.lang for case in cases(STUFF))
    assert min(langs[lang] for lang in LANGS) >= 25


def test_any_twenty_in_a_row_are_of_many_kinds() -> None:
    assert len({case.kind for case in cases(STUFF)[:20]}) >= 8


def test_no_text_has_the_words_that_its_orders_want_to_hear() -> None:
    texts = [case.text + case.planted for case in cases(STUFF)]
    assert any("golden" in text for text in texts)
    assert not any(canary in text.casefold() for text in texts for canary in CANARIES)


def test_what_is_sold_out_is_asked_for_by_its_options() -> None:
    asked = [case for case in cases(STUFF) if case.kind == "sold_out"]
    gone = {product.id for product in PRODUCTS if any(not variant.stock.available for variant in product.variants)}
    assert asked
    assert {case.product_id for case in asked} <= gone


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_small_shop_gives_what_it_can(count: int) -> None:
    found = cases(Stuff(products=PRODUCTS[:count]))
    assert len({case.text + case.planted for case in found}) == len(found)
    assert (len(found) >= LEAST) == (count >= 3)
