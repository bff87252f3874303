"""The gate reads a shop's own value beside its label as one pair, and nothing else beside that label."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assistant.shop import NOW

from mercery.catalog.attributes import typed_value
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product
from mercery.claims.gate import Gate
from mercery.claims.grammar.own_words import always_in
from mercery.claims.grounds import grounds
from mercery.claims.values import Flag, MaterialPart, Materials, Text
from mercery.core.i18n import Lang, Words

LABELS = {
    "handle_drop": ("Handle drop", "提手高度"),
    "origin": ("Made in", "产地"),
    "closure": ("Closure", "开合方式"),
    "engraving": ("Can be engraved", "可刻字"),
    "weight": ("Weight", "重量"),
}


@cache
def gate() -> Gate:
    """A bag whose place and clasp stand in no lexicon."""
    values = {
        "material": Materials(
            (
                MaterialPart("main", Words("full-grain calfskin", "全粒面小牛皮")),
                MaterialPart("lining", Words("goatskin suede", "山羊绒面革")),
                MaterialPart("hardware", Words("brass", "黄铜")),
            )
        ),
        "handle_drop": typed_value("handle_drop", "16 cm"),
        "weight": typed_value("weight", "780 g"),
        "origin": Text(Words("Pontassieve, Italy", "意大利蓬塔西耶韦")),
        "closure": Text(Words("square brass clasp", "方形黄铜锁扣")),
        "engraving": Flag(False),
    }
    attributes = tuple(
        Attribute(name=name, label=Words(*LABELS.get(name, ("Material", "材质"))), value=value)
        for name, value in values.items()
    )
    product = Product(key="bag", handle="bag", title=Words("Saddle Bag", "马鞍包"), attributes=attributes, id="prd_bag")
    return Gate(grounds(product_facts(product), now=NOW, timezone="Europe/Paris", complete=False))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "产自意大利蓬塔西耶韦，提手高 16 厘米。"),
        ("zh", "在意大利蓬塔西耶韦制作。"),
        ("zh", "以方形黄铜锁扣开合。"),
        ("zh", "以全粒面小牛皮裁制，山羊绒面革作里，五金为黄铜。"),
        ("zh", "马鞍包不可刻字。"),
        ("en", "The handle drop is 16 cm."),
        ("en", "It is made in Pontassieve, Italy."),
    ],
)
def test_a_value_beside_its_label_passes(lang: Lang, text: str) -> None:
    verdict = gate().check(text, lang, about="prd_bag")
    assert verdict.passed, verdict.reason
    assert verdict.claims_on


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "里衬为全粒面小牛皮。"),
        ("zh", "以山羊绒面革裁制。"),
        ("zh", "提手高 19 厘米。"),
        ("zh", "提手高 16 厘米以上。"),
        ("zh", "肩带长 16 厘米。"),
        ("zh", "不以方形黄铜锁扣开合。"),
        ("zh", "肩带配方形黄铜锁扣。"),
        ("zh", "产自意大利蓬塔西耶韦以外。"),
        ("zh", "可刻字。"),
        ("zh", "像方形黄铜锁扣一样。"),
        ("en", "The strap is 16 cm."),
        ("en", "The handle drop is not 16 cm."),
        ("en", "The handle drop is 19 cm."),
        ("en", "It is designed in Italy and made in Pontassieve, France."),
        ("en", "The handle has a square brass clasp, unlike others."),
    ],
)
def test_another_value_part_or_label_is_blocked(lang: Lang, text: str) -> None:
    assert not gate().check(text, lang, about="prd_bag").passed


def test_own_words_bear_nothing_out_for_another_product() -> None:
    assert not gate().check("产自意大利蓬塔西耶韦。", "zh").passed


EXPRESSIONS = [
    r"(?:its |the )?handle\ drop(?: (?:is|of))? 16\s*(?:cm|厘米)",
    r"(?:产自|产于)(?:为|是)? ?意大利蓬塔\ ?西耶韦(?:的工坊)?",
    r"(?<![^，；。\s])brass{1,2}\s+clasps?[ab]x+y*z{0,2}(?=[，；。]|$)",
    r"a\.b|c",
]


@given(st.sampled_from(EXPRESSIONS), st.data())
def test_what_an_expression_always_has_stands_in_all_it_is_found_in(source: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(source))
    assert all(sign in text for sign in always_in(source))


def test_where_there_is_a_choice_nothing_is_always_in_it() -> None:
    assert always_in(EXPRESSIONS[0]) == ("handle drop", " 16")
    assert always_in(EXPRESSIONS[3]) == ()
