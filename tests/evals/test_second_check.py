"""The second check finds what a record does not bear, and lets stand what it does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mercery.catalog.product import Attribute, Option, Product, Variant
from mercery.claims.values import Dimensions, Flag, MaterialPart, Materials, Quantity, Text
from mercery.core.i18n import Lang, Words
from mercery.evals.second_check import SecondCheck
from mercery.evals.second_check_record import numbers
from mercery.evals.studio_mutants import KINDS, Truth, mutants


def _bag(key: str, en: str, zh: str, *, grams: int, lining: Words, colour: Words) -> Product:
    return Product(
        id=key, key=key, handle=key, title=Words(en, zh), description=Words("Closes with a turn lock; not waterproof.", "旋锁开合，不防水。"),
        attributes=(
            Attribute(name="material", label=Words("Material", "材质"), value=Materials((
                MaterialPart("main", Words("calf leather", "小牛皮")), MaterialPart("lining", lining)))),
            Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(Decimal(grams), "g")),
            Attribute(name="dimensions", label=Words("Dimensions", "尺寸"), value=Dimensions((Decimal(27), Decimal(19), Decimal(9)), "cm")),
            Attribute(name="origin", label=Words("Origin", "产地"), value=Text(Words("Florence, Italy", "意大利佛罗伦萨"))),
            Attribute(name="nickel_free", label=Words("Nickel-free", "不含镍"), value=Flag(True)),
        ),
        options=(Option(name="colour", label=Words("Colour", "颜色"), values=(colour,)),),
        variants=(Variant(id=f"v{key}", sku=key),),
    )  # fmt: skip


ARDA = _bag("arda", "Arda Bag", "阿尔达包", grams=780, lining=Words("linen", "亚麻"), colour=Words("black", "黑色"))
LENO = _bag("leno", "Leno Bag", "莱诺包", grams=900, lining=Words("suede", "麂皮"), colour=Words("navy", "藏青"))
RULES = (Words("Returns are free within 30 days.", "30 天内可免费退货。"),)
CHECK = SecondCheck([ARDA, LENO], RULES, Words("Orme", "欧姆"))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The bag weighs 780 g and is 27 × 19 × 9 cm.", "en"),
        ("Calf leather outside, lined in linen; it weighs 0.78 kg.", "en"),
        ("It comes in black, from Florence in Italy.", "en"),
        ("It is lighter than the Leno Bag.", "en"),
        ("Returns are free within 30 days.", "en"),
        ("It is not waterproof.", "en"),
        ("小牛皮制，亚麻衬里，重 780 克。", "zh"),
        ("包身用皮革。", "zh"),
        ("它不含镍。", "zh"),
    ],
)
def test_what_the_record_bears_stands(text: str, lang: Lang) -> None:
    assert CHECK.faults(text, lang, "arda") == ()


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("The bag weighs 900 g.", "en", "number"),
        ("It is lined in suede.", "en", "material"),
        ("The handles are calf leather.", "en", "part"),
        ("It comes in navy.", "en", "colour"),
        ("Made in Portugal.", "en", "place"),
        ("It is waterproof.", "en", "affirmed"),
        ("It has no lining.", "en", "denial"),
        ("It is heavier than the Leno Bag.", "en", "comparison"),
        ("A warranty of ten years.", "en", "promise"),
        ("重 900 克。", "zh", "number"),
        ("内里为麂皮。", "zh", "material"),
        ("这只包防水。", "zh", "affirmed"),
        ("产自葡萄牙。", "zh", "place"),
        ("终身保修。", "zh", "promise"),
    ],
)
def test_what_it_does_not_bear_is_named(text: str, lang: Lang, kind: str) -> None:
    assert kind in {fault.kind for fault in CHECK.faults(text, lang, "arda")}


def test_numbers_are_read_in_base_units() -> None:
    assert numbers("27 × 19 cm, 1.2 kg") == [("length", 270.0), ("length", 190.0), ("mass", 1200.0)]
    assert numbers("95 to 125 cm, two pockets") == [("length", 950.0), ("length", 1250.0), ("count", 2.0)]
    assert numbers("长 27 厘米，三个口袋") == [("length", 270.0), ("count", 3.0)]


def test_mutants_are_of_every_kind_and_never_the_sentence_itself() -> None:
    truths = [
        Truth(text="The lining is linen and the bag is black; it weighs 780 g.", lang="en", product=ARDA, shop=0),
        Truth(text="内里为亚麻，重 900 克。", lang="zh", product=ARDA, shop=0),
    ]
    made = mutants(truths, [[ARDA, LENO]], 20)
    assert {one.kind for one in made} == set(KINDS)
    assert all(one.text != one.truth.text for one in made)
    assert made == mutants(truths, [[ARDA, LENO]], 20)
    assert all(CHECK.faults(one.text, one.truth.lang, "arda") for one in made if one.kind == "value")
