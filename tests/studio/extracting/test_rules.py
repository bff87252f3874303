"""What stands in the words of goods is read with its place; what is denied, imitated or said of something else is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.catalog.value_words import value_words
from mercery.claims.values import Dimensions, Materials, Quantity
from mercery.core.i18n import LANGS, Lang
from mercery.studio.extracting.found import Field, Found, Text
from mercery.studio.extracting.rules import read


def told(content: str, field: Field = "description", lang: Lang = "en") -> dict[str, Found]:
    """The surest find of each attribute."""
    found: dict[str, Found] = {}
    for one in read([Text(field=field, lang=lang, content=content)]):
        found.setdefault(one.attribute, one)
    return found


def said(content: str, lang: Lang = "en", field: Field = "description") -> dict[str, str]:
    return {name: value_words(one.value).text(lang) for name, one in told(content, field, lang).items()}


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("Cut from grained calf leather, lined in cotton.", "material", "grained calf leather; lining: cotton"),
        ("80% merino wool, 20% silk.", "material", "80% merino wool; 20% silk"),
        ("27 x 19 x 9 cm.", "dimensions", "27 × 19 × 9 cm"),
        ("It weighs 780 g.", "weight", "780 g"),
        ("Strap drop 55 cm.", "strap_drop", "55 cm"),
        ("An 8 cm block heel.", "heel_height", "8 cm"),
        ("Water-resistant to 50 m.", "water_resistance", "50 m"),
        ("With a two-year warranty.", "warranty", "2 years"),
        ("Handmade in Portugal.", "origin", "Portugal"),
        ("A magnetic snap keeps it shut.", "closure", "magnetic"),
        ("Hand wash in cold water.", "care", "hand wash"),
        ("A crew neck and long sleeves.", "neckline", "crew neck"),
    ],
)
def test_english_values_are_read_typed(text: str, attribute: str, value: str) -> None:
    assert said(text)[attribute] == value


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("选用优质羊绒，里料为桑蚕丝。", "material", "羊绒；里衬：桑蚕丝"),
        ("80%羊毛，20%羊绒。", "material", "80% 羊毛；20% 羊绒"),
        ("尺寸27×19×9厘米。", "dimensions", "27 × 19 × 9 cm"),
        ("长27×宽19×高9厘米", "dimensions", "27 × 19 × 9 cm"),
        ("重约780克。", "weight", "780 g"),
        ("跟高8厘米。", "heel_height", "8 cm"),
        ("意大利制造。", "origin", "意大利"),
        ("双排扣设计。", "closure", "双排扣"),
        ("建议手洗。", "care", "手洗"),
        ("防水50米", "water_resistance", "50 m"),
    ],
)
def test_chinese_values_are_read_typed(text: str, attribute: str, value: str) -> None:
    assert said(text, "zh")[attribute] == value


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("No zip closure.", "closure"),
        ("Made without leather.", "material"),
        ("A crocodile-effect finish.", "material"),
        ("An inner zip pocket.", "closure"),
        ("A 180 g/m² jersey.", "weight"),
        ("We are at home in Paris.", "origin"),
        ("Made in our atelier.", "origin"),
        ("鳄鱼纹压花。", "material"),
        ("人造皮革", "material"),
    ],
)
def test_what_is_denied_imitated_or_said_of_something_else_is_not_read(text: str, attribute: str) -> None:
    assert attribute not in told(text)


def test_imitation_leather_is_read_as_what_it_is() -> None:
    assert said("In faux leather.")["material"] == "faux leather"


def test_the_other_language_comes_along_where_a_list_knows_it() -> None:
    found = told("Magnetic closure. Made in Italy. Cut from calf leather.")
    assert value_words(found["closure"].value).zh == "磁扣"
    assert value_words(found["origin"].value).zh == "意大利"
    assert value_words(found["material"].value).zh == "小牛皮"


def test_a_number_is_given_once_by_the_surest_way() -> None:
    found = read(
        [Text(field="description", lang="en", content="Case 36 mm in diameter, 36 mm wide strap, 150 ml, 27 x 19 cm")]
    )
    assert [one.value for one in found if one.attribute == "dimensions"] == [
        Dimensions((Decimal(27), Decimal(19)), "cm")
    ]
    assert [one.value for one in found if one.attribute == "volume"] == [Quantity(Decimal(150), "ml")]


def test_shares_that_do_not_add_up_are_no_composition() -> None:
    assert "material" not in told("80% wool, 40% silk")
    parts = told("60% wool, 40% silk")["material"].value
    assert isinstance(parts, Materials)
    assert sum(part.percent or 0 for part in parts.parts) == 100


@given(st.text(alphabet=st.sampled_from("aeg kmt0159.,%x×cm 羊毛厘米皮跟高制造意大利-")))
def test_what_is_read_stands_in_the_text_where_it_says(content: str) -> None:
    for lang in LANGS:
        for one in read([Text(field="title", lang=lang, content=content)]):
            assert content[one.start : one.stop] == one.words
            assert 0 < one.score <= 1


@pytest.mark.parametrize("title", ["Linen Water", "Emerald Hour", "琥珀之夜"])
def test_a_material_alone_in_a_title_may_be_a_name_and_is_no_more_than_likely(title: str) -> None:
    assert told(title, field="title")["material"].score < 0.7


@pytest.mark.parametrize("text", ["Figuier No 4 in a refillable case.", "Giulia Pump"])
def test_a_preposition_is_no_inch_and_a_part_of_a_word_no_material(text: str) -> None:
    assert not {"diameter", "length"} & set(told(text, field="title"))
    assert value_of(text) in (None, "")


def value_of(text: str) -> str | None:
    """What a title is made of; None where it does not say."""
    return said(text, field="title").get("material")
