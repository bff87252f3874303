"""What is said not to be wanted becomes a limit, and is never searched for."""

import pytest
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf


@pytest.mark.parametrize(
    ("query", "facet", "values"),
    [
        ("headphones except Corvane", "brand", {"corvane"}),
        ("headphones, anything but corvane", "brand", {"corvane"}),
        ("lumio book not black", "colour", {"black"}),
        ("neither black nor white headphones", "colour", {"black", "white"}),
        ("headphones without black or red", "colour", {"black", "red"}),
        ("non-black headphones", "colour", {"black"}),
        ("a laptop bag without leather", "made_of", {"main.calfskin", "trim.calf-leather"}),
        ("leather-free laptop bag", "made_of", {"main.calfskin", "trim.calf-leather"}),
        ("laptop bag without leather trim", "made_of", {"trim.calf-leather"}),
        ("I don't want red headphones", "colour", {"red"}),
    ],
)
def test_english_denials_exclude_values(query: str, facet: str, values: set[str]) -> None:
    reading = electronics_shelf().read(query)
    assert set(reading.filters.excluded[facet]) == values
    assert not reading.filters.facets.get(facet)
    assert [part.kind for part in reading.parts].count("unwanted") >= 1


@pytest.mark.parametrize(
    ("query", "facet", "values"),
    [
        ("不要皮的包", "made_of", {"handles.牛皮", "main.小羊皮", "main.牛皮"}),
        ("不含羊毛的毛衣", "material", {"羊毛"}),
        ("非黑色的洋裝", "colour", {"黑色"}),
        ("除了古梭以外的包", "brand", {"古梭"}),
        ("除了黑色都可以的毛衣", "colour", {"黑色"}),
        ("毛衣 不要黑色和米白", "colour", {"黑色", "米白色"}),
        ("不是酒红色的洋装", "colour", {"酒紅色"}),
    ],
)
def test_chinese_denials_exclude_values(query: str, facet: str, values: set[str]) -> None:
    reading = clothes_shelf().read(query, currency="CNY")
    assert set(reading.filters.excluded[facet]) == values
    assert not reading.words and not reading.filters.facets.get(facet)


def test_what_is_no_value_is_an_unwanted_word() -> None:
    reading = electronics_shelf().read("drive without power adapter")
    assert reading.filters.unwanted == ("power adapt",)
    assert [word.surface for word in reading.words] == ["drive"]
    assert (reading.parts[0].label.en, reading.parts[0].label.zh) == ("Without “power adapter”", "不要“power adapter”")


def test_no_is_a_denial_only_where_it_denies() -> None:
    for query in ("Figuier No 4", "无花果", "no-show socks", "non-slip shoes", "不锈钢", "not only black"):
        assert not demo_shelf().read(query).filters.unwanted, query
        assert not demo_shelf().read(query).filters.excluded, query


def test_a_thing_named_with_what_it_may_not_have_is_still_the_thing() -> None:
    reading = demo_shelf().read("no black bags")
    assert reading.filters.facets["category"] == ("bags",) and reading.filters.excluded["colour"] == ("black",)


def test_what_is_denied_is_not_taken_for_a_name() -> None:
    reading = electronics_shelf().read("Corvane headphones not wireless")
    assert reading.filters.unwanted == ("wireless",) and "wireless" not in {word.term for word in reading.words}


def test_a_denial_taken_away_is_forgotten_and_not_searched_for() -> None:
    reading = demo_shelf().read("bag without leather")
    part = next(part for part in reading.parts if part.kind == "unwanted")
    again = demo_shelf().read("bag without leather", part.key)
    assert not again.filters.excluded and not again.words
    relaxed = reading.without([part])
    assert not relaxed.filters.excluded and relaxed.filters.facets == {"category": ("bags",)}


def test_two_denials_of_one_kind_are_given_up_one_by_one() -> None:
    reading = electronics_shelf().read("headphones neither black nor red")
    black = next(part for part in reading.parts if part.key == "not:colour:black")
    assert reading.without([black]).filters.excluded == {"colour": ("red",)}


def test_a_part_of_another_material_is_asked_of_that_part() -> None:
    reading = clothes_shelf().read("皮手柄的包")
    assert reading.filters.facets["made_of"] == ("handles.牛皮",) and "material" not in reading.filters.facets


@pytest.mark.parametrize("query", ["bag w/o logo", "bag -logo", "bag without any logo", "bag, no logo please"])
def test_shorthand_denies_too(query: str) -> None:
    reading = demo_shelf().read(query)
    assert reading.filters.unwanted == ("logo",) and not reading.words


def test_an_imitation_is_neither_the_real_thing_nor_its_denial() -> None:
    reading = demo_shelf().read("vegan leather bag")
    assert "material" not in reading.filters.facets and not reading.filters.excluded
    assert [(word.surface, word.also[0].terms) for word in reading.words] == [("vegan leather", ("vegan", "leather"))]


def test_words_that_bound_a_price_deny_nothing() -> None:
    reading = demo_shelf().read("leather tote no more than 1,200 euros black")
    assert not reading.filters.excluded and reading.filters.facets["colour"] == ("black",)


def test_what_one_part_may_not_be_of_says_nothing_of_the_others() -> None:
    filters = demo_shelf().read("watch not leather strap").filters
    assert filters.excluded and all(value.startswith(("strap.", "bracelet.")) for value in filters.excluded["made_of"])
    assert not filters.unwanted and "material" not in filters.excluded
