"""A price or a stock that changes while a piece is shown is told, and what follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.livestream.order.shop import NOW, demo, piece, priced, shelf_of, with_stock

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.livestream.order.reacting import changes, reaction
from mercery.livestream.order.rejudging import still_true
from mercery.livestream.order.speaking import lines_for

BAG = with_stock(demo("saddle-bag"), 9)
LANGS: tuple[Lang, ...] = ("en", "zh")


def told(before: Product, after: Product, lang: Lang = "en") -> tuple[list[str], list[str]]:
    old, new = shelf_of([before]), shelf_of([after])
    found = changes(old, new, before.id)
    lines = reaction(found, new, lang)
    assert all(line.kind == "reaction" and still_true(line, new) for line in lines)
    return [one.kind for one in found], [line.text for line in lines]


def test_a_new_price_is_told_and_old_lines_about_it_fall() -> None:
    before, after = BAG, priced(BAG, 1390)
    kinds, texts = told(before, after)
    assert kinds == ["price"] and any("€1,390" in text for text in texts)
    queue = lines_for(piece(before), shelf_of([before]), 0, "en")
    fallen = [line for line in queue if not still_true(line, shelf_of([after]))]
    assert fallen and all("€1,480" in line.text for line in fallen)


@pytest.mark.parametrize("lang", LANGS)
def test_a_reduction_that_begins_and_one_that_ends(lang: Lang) -> None:
    sale = priced(BAG, 1280, was=1480, until=NOW.replace(hour=20, minute=45))
    kinds, texts = told(BAG, sale, lang)
    assert kinds == ["reduced"] and all(any(price in text for text in texts) for price in ("€1,280", "€1,480"))
    kinds, texts = told(sale, priced(BAG, 1480), lang)
    assert kinds == ["reduction_over"] and any("€1,480" in text for text in texts)
    assert not any("€1,280" in text for text in texts)


@pytest.mark.parametrize(("lang", "words"), [("en", "sold out"), ("zh", "售罄")])
def test_sold_out_is_said_and_the_show_goes_on(lang: Lang, words: str) -> None:
    gone = with_stock(BAG, 0)
    old, new = shelf_of([BAG]), shelf_of([gone])
    found = changes(old, new, BAG.id)
    assert [one.kind for one in found] == ["sold_out"] and found[0].ends_item
    lines = reaction(found, new, lang)
    assert words in lines[0].text and lines[0].mood == "sorry" and len(lines) == 3


def test_back_in_stock_and_few_left() -> None:
    kinds, texts = told(with_stock(BAG, 0), BAG)
    assert kinds == ["back"] and any("in stock" in text for text in texts)
    kinds, texts = told(BAG, with_stock(BAG, 2, 9))
    assert kinds == ["few"] and any("two" in text.lower() and "left" in text for text in texts)


def test_a_sale_among_many_is_no_news() -> None:
    assert told(BAG, with_stock(BAG, 8)) == ([], [])
    assert changes(shelf_of([]), shelf_of([]), BAG.id) == ()


def test_a_piece_taken_off_sale_is_left_without_a_word_about_it() -> None:
    old, new = shelf_of([BAG]), shelf_of([])
    found = changes(old, new, BAG.id)
    assert [one.kind for one in found] == ["gone"] and found[0].ends_item
    assert not any("Saddle" in line.text for line in reaction(found, new, "en"))
    assert changes(old, shelf_of([replace(BAG, version=9)]), BAG.id) == ()
