"""A sentence is left only where what was said stands by itself, and what is left of it says whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.livestream.order.shop import NOW, demo, piece, policies, priced, shelf_of

from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Statement
from mercery.core.i18n import Lang
from mercery.livestream.comments.wording import called
from mercery.livestream.line import Line
from mercery.livestream.order.leaving import REST_WITHIN, Leave, leaves, left_over, said_of
from mercery.livestream.order.speaking import lines_for
from mercery.studio.checking import judge

BAG = demo("saddle-bag")
SHELF = shelf_of([BAG])


def answer(text: str, lang: Lang, *, plain: str = "", product_id: str = "") -> Line:
    """`plain`: the same without the viewer's name."""
    return Line(
        id="lin_1", sentence=Sentence(text=text), lang=lang, kind="answer", comment_id="lcm_1", product_id=product_id,
        called=called(plain or text, text),
    )  # fmt: skip


def standing(line: Line) -> Line:
    """The line with the rule whose words it says, where it says one."""
    rule = next(
        (
            one
            for one in SHELF.facts
            if isinstance(one.value, Statement) and one.value.words.text(line.lang) in line.text
        ),
        None,
    )
    spans = (Span(start=0, end=len(line.text), fact_id=rule.id, how="computed"),) if rule else ()
    return replace(line, sentence=Sentence(text=line.text, spans=spans))


def policy(key: str, lang: Lang) -> str:
    """The shop's own words."""
    return next(one for one in policies() if one.key == key).statement.text(lang)


def heard(line: Line) -> list[str]:
    return [said_of(line.sentence, one).text for one in leaves(line, SHELF)]


@pytest.mark.parametrize(
    ("lang", "text", "product", "said", "rest"),
    [
        ("zh", "小鹿，马鞍包的材质为全粒面小牛皮，里衬为山羊绒面革，五金为黄铜。", True,
         "小鹿，马鞍包的材质为全粒面小牛皮，", "接着说马鞍包：里衬为山羊绒面革，五金为黄铜。"),
        ("en", "The Saddle Bag is made of full-grain calfskin; the lining is goatskin suede; the hardware is brass.", True,
         "The Saddle Bag is made of full-grain calfskin;",
         "A little more on the Saddle Bag: the lining is goatskin suede; the hardware is brass."),
        ("zh", "不是，马鞍包的材质为全粒面小牛皮，里衬为山羊绒面革，五金为黄铜。", True,
         "不是，马鞍包的材质为全粒面小牛皮，", "接着说马鞍包：里衬为山羊绒面革，五金为黄铜。"),
        ("zh", policy("returns", "zh"), False, "未使用的商品可在签收后 30 天内退回。", "刚才的问题还没说完：欧盟境内退货免费。"),
    ],
)  # fmt: skip
def test_an_answer_is_left_where_it_stands_by_itself_and_its_rest_names_what_it_is_of(
    lang: Lang, text: str, product: bool, said: str, rest: str
) -> None:
    line = answer(text, lang, plain=text.removeprefix("小鹿，"), product_id=BAG.id if product else "")
    first = leaves(line, SHELF)[0]
    assert said_of(line.sentence, first).text == said
    left = left_over(line, first, NOW)
    assert left is not None
    assert (left.text, left.comment_id, left.rest) == (rest, "lcm_1", True)
    assert left.holds_until == NOW + REST_WITHIN
    assert left_over(left, first, NOW) is None, "it gives way once, and what is left then stays written"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        # What follows makes what was said depend on something.
        ("en", "You may return an unworn piece within 30 days of delivery. Reduced pieces are not taken back."),
        ("zh", "未使用的商品可在签收后 30 天内退回。特价商品除外。"),
        # The facts do not bear it.
        ("zh", "马鞍包的材质为鳄鱼皮，里衬为山羊绒面革，五金为黄铜。"),
        ("en", "The Saddle Bag costs €99 and no more; the lining is goatskin suede; the hardware is brass."),
        # A list, and what belongs to a colon.
        ("en", "We take Visa, Mastercard, American Express, PayPal and Apple Pay."),
        ("en", "Express delivery in mainland France: ordered by 12:00 on a business day, so it arrives the next one."),
        # No rule of the shop says so, whatever its form.
        ("en", "Delivery is free from €20; below that it costs €12."),
        ("zh", "订单满 20 欧元免运费；未满收取 12 欧元。"),
        # Hardly anything was said yet, or is left.
        ("zh", "是的，马鞍包有黑色。"),
    ],
)  # fmt: skip
def test_what_would_not_be_true_alone_or_not_be_worth_it_is_said_in_one_go(lang: Lang, text: str) -> None:
    assert heard(answer(text, lang, product_id=BAG.id)) == []


@pytest.mark.parametrize(
    ("lang", "text", "said", "enough"),
    [
        ("en", "The Saddle Bag costs €1,480, tax included.", "The Saddle Bag costs €1,480,", True),
        ("zh", "马鞍包售价 €1,480，含税。", "马鞍包售价 €1,480，", True),
        ("en", policy("express", "en"), "Express delivery is possible in mainland France for €20:", False),
        ("en", f"Anna: {policy('express', 'en')}", "Anna: Express delivery is possible in mainland France for €20:", False),
        ("en", policy("delivery_cost", "en"), "Delivery is free from €200 or ¥1,600;", False),
        ("zh", policy("delivery_cost", "zh"), "订单满 200 欧元或 1600 元人民币免运费；", False),
    ],
)  # fmt: skip
def test_a_price_is_left_before_what_is_not_asked_and_a_rule_before_its_other_case(
    lang: Lang, text: str, said: str, enough: bool
) -> None:
    line = standing(answer(text, lang, plain=text.removeprefix("Anna: "), product_id=BAG.id))
    first = next(one for one in leaves(line, SHELF) if one.at >= len(said))
    assert (said_of(line.sentence, first).text, first.enough) == (said, enough)
    left = left_over(line, first, NOW)
    assert left is None if enough else (left is not None and left.text.startswith(("Back to", "刚才的问题")))


def test_before_what_a_price_was_the_price_of_today_has_been_said() -> None:
    reduced = shelf_of([priced(BAG, 1280, was=1480)])
    cases: tuple[tuple[Lang, str, str], ...] = (
        ("en", "The Saddle Bag costs €1,280 instead of €1,480.", "The Saddle Bag costs €1,280"),
        ("zh", "马鞍包现在 €1,280，原价 €1,480。", "马鞍包现在 €1,280，"),
        ("zh", "马鞍包售价 €1,280，而不是 €1,480。", "马鞍包售价 €1,280，"),
    )
    for lang, text, said in cases:
        found = leaves(answer(text, lang, product_id=BAG.id), reduced)
        assert [said_of(Sentence(text=text), one).text for one in found] == [said], text
        assert found[0].enough


def test_wherever_the_script_or_a_policy_may_be_left_the_gate_lets_out_what_was_said() -> None:
    langs: tuple[Lang, ...] = ("en", "zh")
    lines = [line for lang in langs for number in range(4) for line in lines_for(piece(BAG), SHELF, number, lang)]
    lines += [answer(one.statement.text(lang), lang) for one in policies() for lang in langs]
    found = [(line, said_of(line.sentence, leave)) for line in lines for leave in leaves(line, SHELF)]
    assert len(found) > 8
    materials = SHELF.piece(BAG.id)
    assert materials is not None
    for line, said in found:
        about = BAG.id if line.product_id else ""
        text = said.text.rstrip("，；,;。.") + ("。" if line.lang == "zh" else ".")
        assert judge(Sentence(text=text), materials, writer="model", about=about, lang=line.lang).holds, said.text
        assert not line.text.endswith(said.text)


def test_of_the_script_the_whole_is_said_again() -> None:
    sentence = Sentence(text="One thing, and with it another.")
    line = Line(id="lln_1", sentence=sentence, lang="en", kind="piece", item_id="itm_1")
    again = left_over(line, Leave(at=11), NOW)
    assert again is not None
    assert (again.text, again.rest, again.item_id) == (line.text, False, "itm_1")
    assert again.id != line.id


def test_a_price_that_ends_before_the_rest_would_be_late_ends_it_too() -> None:
    ends = NOW + timedelta(seconds=5)
    line = Line(
        id="lin_1", sentence=Sentence(text="A, b."), lang="en", kind="answer", comment_id="lcm_1", holds_until=ends
    )
    left = left_over(line, Leave(at=3), NOW)
    assert left is not None
    assert left.holds_until == ends


def test_the_name_of_a_viewer_is_found_wherever_it_stands() -> None:
    assert called("Yes, it is.", "Yes, Anna, it is.") == (5, 11)
    assert called("The bag is here.", "Tom, the bag is here.") in ((0, 5), (1, 6))
    assert called("它有现货。", "小鹿，它有现货。") == (0, 3)
    assert called("It is.", "It is.") == (0, 0)
