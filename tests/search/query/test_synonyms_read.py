"""Words that mean the same lead to the shop's own; a shop's rows count like the shipped ones."""

import pytest
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf

from mercery.search.synonyms.synonym import Synonym


@pytest.mark.parametrize(
    ("query", "category"),
    [
        ("purse", "bags/handbags"), ("手袋", "bags/handbags"), ("rucksack", "bags/backpacks-and-travel"),
        ("jumper", "scarves-and-knits/knitwear"), ("毛衣", "scarves-and-knits/knitwear"), ("shades", "eyewear/sunglasses"),
        ("墨镜", "eyewear/sunglasses"), ("太陽眼鏡", "eyewear/sunglasses"), ("手表", "watches"), ("timepiece", "watches"),
    ],
)  # fmt: skip
def test_another_name_chooses_the_shops_category(query: str, category: str) -> None:
    assert demo_shelf().read(query).filters.facets == {"category": (category,)}


def test_the_general_finds_the_special_and_not_the_other_way() -> None:
    scarf = demo_shelf().read("scarf").filters.facets["category"]
    assert set(scarf) == {"scarves-and-knits/stoles-and-scarves", "scarves-and-knits/silk-squares"}
    assert demo_shelf().read("silk square").filters.facets["category"] == ("scarves-and-knits/silk-squares",)


def test_a_plain_word_takes_along_what_means_the_same_for_less() -> None:
    word = demo_shelf().read("trainers").words[0]
    assert word.surface == "trainers" and ("sneaker",) in {one.terms for one in word.also}
    assert all(one.weight < 1 for one in word.also)


def test_ink_is_no_black_thing() -> None:
    words = electronics_shelf().read("black case for Lumio phone").words
    assert not [one for word in words if word.term == "black" for one in word.also]


def test_a_shops_own_row_names_its_brand_in_another_writing() -> None:
    own = (Synonym(words=("古梭", "Guso")),)
    assert clothes_shelf().read("guso包", own=own).filters.facets["brand"] == ("古梭",)
    assert "brand" not in clothes_shelf().read("guso包").filters.facets


def test_a_shops_own_row_takes_a_shipped_one_apart() -> None:
    own = (Synonym(words=("purse", "handbag"), apart=True),)
    assert not demo_shelf().read("purse", own=own).filters.facets
    assert demo_shelf().read("handbag", own=own).filters.facets == {"category": ("bags/handbags",)}


@pytest.mark.parametrize(
    ("query", "values"), [("blue", {"navy"}), ("蓝色", {"navy"}), ("navy", {"navy"}), ("藏青", {"navy"})]
)
def test_a_colour_takes_its_family_along(query: str, values: set[str]) -> None:
    assert set(electronics_shelf().read(f"{query} laptop").filters.facets["colour"]) == values


def test_a_brand_behind_for_is_what_the_piece_fits() -> None:
    assert "brand" not in electronics_shelf().read("red case for Lumio").filters.facets
    assert electronics_shelf().read("red Lumio case").filters.facets["brand"] == ("lumio",)
