"""Chinese copy: how goods are called, how figures stand, and what a shop's own attributes are told as."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

import pytest
from tests.studio.writing.wares import BAG, given

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product
from mercery.claims.values import MaterialPart, Terms, Text
from mercery.claims.values import Materials as MaterialsValue
from mercery.core.i18n import Words
from mercery.studio.brief import Brief, Channel
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.chinese import count, gap, noun_of, tints, too_long
from mercery.studio.writing.chinese_traits import trait
from mercery.studio.writing.write import write

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DRESS = {
    "材质": ["蕾丝"],
    "颜色": ["白色"],
    "风格": ["简约", "复古"],
    "图案": ["刺绣"],
    "裙下摆": ["荷叶边"],
    "裙领型": ["圆领"],
    "裙款式": ["破洞", "收腰"],
    "适用季节": ["其他"],
}


def _dressed(held: dict[str, list[str]], title: str = "连衣裙", category: str = "裙") -> Product:
    """A product of a shop that keeps its attributes in Chinese, under names of its own."""

    def value(name: str, values: list[str]) -> Attribute:
        words = [Words("", one) for one in values]
        if name == "材质":
            return Attribute(
                name="material",
                label=Words("", name),
                value=MaterialsValue(tuple(MaterialPart("main", one) for one in words)),
            )
        plain = {"颜色": "colour", "风格": "style", "图案": "pattern"}.get(name, name)
        return Attribute(
            name=plain, label=Words("", name), value=Text(words[0]) if len(words) == 1 else Terms(tuple(words))
        )

    attributes = tuple(value(name, values) for name, values in held.items())
    return Product(
        id="dress",
        key="dress",
        handle="dress",
        title=Words("", title),
        category=(Words("", category),),
        attributes=attributes,
    )


def _written(product: Product, channel: Channel = "product_page") -> Piece:
    materials = Materials(
        shop=Shop(id="shop", slug="shop", name=Words("Shop", "本店")),
        products=(product,),
        facts=tuple(product_facts(product)),
        now=NOW,
    )
    return write(Brief(product_ids=(product.id,), channel=channel, lang="zh", length="long"), materials)


@cache
def _bag(channel: Channel) -> Piece:
    return write(Brief(product_ids=("quai",), channel=channel, lang="zh"), given(BAG))


def test_every_value_of_a_shops_own_attributes_is_named_and_no_other() -> None:
    piece = _written(_dressed(DRESS))
    told = [value for values in DRESS.values() for value in values if value != "其他"]
    assert [value for value in told if value not in piece.text()] == []
    assert "其他" not in piece.text()
    assert piece.blocked == ()


def test_values_are_told_in_sentences_and_not_as_a_table() -> None:
    body = "".join(passage.text("zh") for passage in _written(_dressed(DRESS)).passages if passage.kind != "title")
    assert "：" not in body
    assert body.count("。") < sum(len(values) for values in DRESS.values())


def test_what_it_is_is_told_where_the_name_is_narrower() -> None:
    assert "上衣" in _written(_dressed({"材质": ["棉"], "风格": ["简约"]}, "外套", "上衣")).text()


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("裙领型", "collar"),
        ("领口", "collar"),
        ("衣下摆", "hem"),
        ("风格", "style"),
        ("上市年份季节", ""),
        ("电压", ""),
    ],
)
def test_attributes_go_by_the_end_of_their_name(label: str, key: str) -> None:
    assert trait(label) == key


@pytest.mark.parametrize("channel", ["product_page", "note", "live_script", "video"])
def test_a_piece_in_chinese_is_plain(channel: Channel) -> None:
    piece = _bag(channel)
    text = piece.text()
    assert piece.blocked == ()
    assert not re.search(r"[!！~～…]|最|极|绝|亲|宝", text)
    assert not re.search(r"[㐀-鿿][A-Za-z0-9]|[A-Za-z0-9][㐀-鿿]", re.sub(r"#\S+", "", text))
    assert not too_long(piece.title, channel)


def test_a_note_speaks_of_itself_and_not_of_what_it_saw() -> None:
    sentences = [told.sentence for told in _bag("note").sentences()]
    assert all(not one.fact_ids for one in sentences if "我" in one.text)


@pytest.mark.parametrize(
    ("title", "noun"),
    [("通勤托特包", ("托特包", "只")), ("Arno 乐福鞋", ("乐福鞋", "双")), ("Heure 36 腕表", ("腕表", "枚"))],
)
def test_goods_have_their_measure_word(title: str, noun: tuple[str, str]) -> None:
    assert noun_of(Product(key="x", handle="x", title=Words("", title))) == noun


def test_figures_stand_apart_and_things_are_counted() -> None:
    assert (gap("重", "780 克"), gap("包", "，"), gap("PVD", "精钢")) == (" ", "", " ")
    assert (tints("黑色和棕色")[0], tints("黑色")[0]) == ("两色", "")
    assert (count("1 件")[1], count("2 件")[1]) == ("单", "两")
