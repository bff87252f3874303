"""Each word is true of the piece, and together they say what the shop does not: such sentences stay in."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from tests.claims.test_own_words import NOW

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.claims.values import MaterialPart, Materials, Quantity, Terms, Text, Value
from mercery.core.i18n import Words


def _of(name: str, en: str, zh: str, value: Value) -> Attribute:
    return Attribute(name=name, label=Words(en, zh), value=value)


def _materials(**parts: tuple[str, str]) -> Attribute:
    rows = tuple(MaterialPart(part, Words(*words)) for part, words in parts.items())
    return _of("material", "Material", "材质", Materials(rows))


def _product(key: str, title: Words, text: Words, *attributes: Attribute) -> Product:
    return Product(
        key=key, handle=key, id=key, title=title, description=text, updated_at=NOW, brand="Maison Lorne",
        attributes=attributes,
    )  # fmt: skip


GOODS = (
    _product(
        "bag", Words("Quai Bag", "Quai 手提包"),
        Words("A calfskin bag stitched by hand. The flap has a brass clasp.", "小牛皮手提包，手工缝线。翻盖配黄铜锁扣。"),
        _materials(main=("grained calfskin", "粒面小牛皮"), lining=("goatskin suede", "山羊绒面革")),
        _of("closure", "Closure", "开合", Text(Words("magnet", "磁扣"))),
        _of("pockets", "Pockets", "口袋", Text(Words("one zip pocket and two slip pockets inside", "内有一个拉链袋和两个插袋"))),
        _of("origin", "Made in", "产地", Text(Words("Ubrique, Spain", "西班牙乌夫里克"))),
        _of("weight", "Weight", "重量", Quantity(Decimal(640), "g")),
        _of("warranty", "Warranty", "质保", Quantity(Decimal(24), "month")),
        _of("care", "Care", "保养", Text(Words("A drop of rain leaves no mark, heavy rain does.", "零星雨滴不留痕，请避免大雨。"))),
    ),
    _product(
        "watch", Words("Quart Watch", "Quart 腕表"), Words("A slim watch.", "纤薄腕表。"),
        _materials(case=("steel", "精钢"), strap=("alligator-grained calfskin", "鳄鱼纹小牛皮")),
        _of("water_resistance", "Water resistance", "防水", Quantity(Decimal(50), "m")),
    ),
    _product(
        "boot", Words("Torre Boot", "Torre 短靴"),
        Words("An ankle boot with a lambskin bow. It sheds a shower; it is not a rain boot.", "短靴。可应付阵雨，但并非雨靴。"),
        _materials(upper=("calfskin", "小牛皮"), sole=("rubber", "橡胶")),
        _of("heel_height", "Heel", "跟高", Quantity(Decimal(45), "mm")),
        _of("fit_note", "Fit", "尺码", Text(Words("Take half a size up with a thin sock.", "配薄袜建议选大半码。"))),
    ),
    _product(
        "scent", Words("Bois Perfume", "Bois 香水"), Words("A perfume in a bottle, under 100 ml.", "香水。"),
        _of("top_notes", "Top notes", "前调", Terms((Words("fig leaf", "无花果叶"), Words("bergamot", "佛手柑")))),
        _of("base_notes", "Base notes", "后调", Terms((Words("cedar", "雪松"),))),
        _of("origin", "Made in", "产地", Text(Words("Grasse, France", "法国格拉斯"))),
        _of("care", "Care", "保存", Text(Words("Keep away from light and heat.", "避光避热保存。"))),
    ),
    _product(
        "stole", Words("Alba Stole", "Alba 披肩"), Words("A stole woven in two-ply yarn.", "双股纱线织造。"),
        _materials(main=("cashmere", "羊绒")),
        _of("care", "Care", "保养", Text(Words("Hand-wash at 30 °C or dry-clean.", "30 °C 手洗或干洗。"))),
    ),
)  # fmt: skip


@cache
def _gate() -> Gate:
    facts = [fact for product in GOODS for fact in product_facts(product)]
    return Gate(grounds(facts, now=NOW, timezone="Europe/Paris", complete=False))


def _passes(about: str, text: str) -> bool:
    return _gate().check(text, "en" if text.isascii() else "zh", about=about).passed


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("bag", "It closes with a magnet."), ("bag", "It is made in Ubrique, Spain."), ("bag", "Stitched by hand."),
        ("bag", "The lining is goatskin suede."), ("bag", "里衬为山羊绒面革。"), ("bag", "手工缝线。"),
        ("bag", "One zip pocket and two slip pockets inside."), ("bag", "A drop of rain leaves no mark."),
        ("watch", "The strap is alligator-grained calfskin."), ("watch", "表带为鳄鱼纹小牛皮。"),
        ("watch", "Water-resistant to 50 m."), ("boot", "It is not a rain boot."), ("boot", "The sole is rubber."),
        ("scent", "It opens with fig leaf and bergamot."), ("scent", "Keep away from light and heat."),
        ("stole", "Hand-wash at 30 °C or dry-clean."), ("stole", "It is woven in two-ply yarn."),
    ],
)  # fmt: skip
def test_what_is_said_of_the_right_thing_passes(about: str, text: str) -> None:
    assert _passes(about, text)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        # a value of the whole piece, of one part or another
        ("bag", "The pocket closes with a magnet."), ("bag", "拉链袋以磁扣开合。"), ("bag", "The clasp is made in Ubrique, Spain."),
        ("bag", "The calfskin comes from Ubrique, Spain."), ("bag", "小牛皮产自西班牙乌夫里克。"), ("bag", "The flap is 640 g."),
        ("bag", "The warranty is 24 months on the lining."), ("boot", "The heel is rubber."), ("boot", "A rubber heel."),
        ("scent", "The bergamot is from Grasse, France."), ("scent", "佛手柑来自法国格拉斯。"),
        # a material that only looks like it
        ("bag", "里衬为山羊绒。"), ("bag", "Full-grain calfskin outside."), ("bag", "全粒面小牛皮包身。"),
        ("watch", "The strap is alligator."), ("watch", "表带为鳄鱼皮。"), ("watch", "精钢表扣。"),
        # work of another kind
        ("bag", "Cut by hand from grained calfskin."), ("bag", "手工裁制粒面小牛皮。"), ("stole", "Knitted in two-ply yarn."),
        # counts and notes that changed places, notes in part
        ("bag", "Two zip pockets and one slip pocket inside."), ("scent", "It opens with cedar."), ("scent", "后调为佛手柑。"),
        ("scent", "前调为无花果。"), ("scent", "Bergamot at its heart."),
        # a limit left out, a condition or a bound put in
        ("bag", "Rain leaves no mark."), ("bag", "It weighs 640 g when full."), ("bag", "重640克以下。"),
        ("boot", "Take a size up."), ("boot", "It is a rain boot."), ("boot", "是雨靴。"),
        ("scent", "The bottle is 100 ml."), ("scent", "Keep in light and heat."), ("stole", "Dry-clean only."), ("stole", "仅可干洗。"), ("watch", "It dives to 50 m."),
        # another maker
        ("bag", "It is made in Ubrique, Spain, and bears the name Maison Aurelle."),
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_stays_in(about: str, text: str) -> None:
    assert not _passes(about, text)
