"""A detail page as values, and as a part of a page."""

from dataclasses import replace

from tests.studio.pictures.goods import fact, materials, passage, piece, saddle_bag

from mercery.claims.sentence import Line
from mercery.core.i18n import Words
from mercery.studio.pictures.detail import DetailPage, detail_page
from mercery.studio.piece import Told
from mercery.ui.render import environment


def words(page: DetailPage) -> str:
    """Everything that is told on it."""
    return " ".join(run.text for block in page.blocks for runs in (block.heading, *block.sentences) for run in runs)


def test_the_blocks_come_in_order_and_are_filled_from_facts_where_the_piece_is_silent() -> None:
    page = detail_page(*saddle_bag())
    assert [block.place for block in page.blocks] == [
        "hero", "material", "size", "care", "delivery", "authenticity", "comparison",
    ]  # fmt: skip
    size, care = page.block("size"), page.block("care")
    assert size and size.drawing and [row.label for row in size.rows] == ["Dimensions", "Weight", "Handle drop"]
    assert care and [sign.key for sign in care.signs] == ["no_heat", "soft_cloth"]


def test_claims_are_stitched_and_every_fact_of_the_page_is_known() -> None:
    piece, held = saddle_bag()
    page = detail_page(piece, held)
    size = page.block("size")
    assert size and [(run.text, run.state) for run in size.sentences[0]] == [
        ("It weighs ", None), ("780 g", "holds"), (".", None),
    ]  # fmt: skip
    assert set(piece.fact_ids) <= set(page.fact_ids)
    assert any(key.startswith("product:work-tote/") for key in page.fact_ids), "the neighbours' facts too"


def test_no_price_no_stock_no_blocked_sentence_and_no_fee() -> None:
    held = materials("saddle-bag")
    asked = Line().say("It costs ").fact(fact(held, "price"), "€1,480").say(".").done()
    false = Told(sentence=Line().say("The finest bag in Europe.").done(), blocked=Words("no source"))
    true = Line().say("It weighs ").fact(fact(held, "weight"), "780 g").say(".").done()
    page = detail_page(piece(held, "en", passage("lead", "hero", asked, false, true)), held)
    assert "780 g" in words(page)
    assert not any(word in words(page) for word in ("€", "finest", "costs"))


def test_neighbours_are_shown_by_what_all_of_them_have() -> None:
    page = detail_page(*saddle_bag())
    compared = page.block("comparison")
    assert compared and compared.compared
    table = compared.compared
    assert table.products[0].key == "saddle-bag"
    assert all(len(row.cells) == len(table.products) and all(cell.text for cell in row.cells) for row in table.rows)


def test_as_a_part_of_a_page_it_has_a_place_for_the_price_of_the_moment() -> None:
    page = detail_page(*saddle_bag("zh"))
    template = environment("zh").from_string(
        '{% from "studio/detail_part.html" import detail with context %}{% call detail(page) %}<p>NOW</p>{% endcall %}'
    )
    html = template.render(page=page)
    assert html.index("一整张皮") < html.index("NOW") < html.index("材质与做工")
    assert '<svg class="scale-drawing"' in html and "<title" in html and "<desc" in html
    assert 'data-fact="product:saddle-bag/dimensions@1"' in html
    assert "style=" not in html


def test_a_name_with_markup_stays_text() -> None:
    written, held = saddle_bag()
    odd = replace(held.products[0], title=Words("<b>Bag</b>"))
    page = detail_page(written, replace(held, products=(odd,)))
    size = page.block("size")
    assert size and "<b>" not in size.drawing_markup
