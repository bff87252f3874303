"""Which of several shown pieces is meant, and what is said of them together."""

import pytest
from tests.guide.hearing.department_store import Talk, says

from mercery.core.i18n import Lang

FOUR = ("tote", "case", "diver", "quartz")


def four(lang: Lang = "en") -> Talk:
    """Something for the journey, and four pieces shown for it: 390, 210, 640 and 220 euros."""
    return says("something for a journey", lang).is_shown(*FOUR)


@pytest.mark.parametrize(("message", "lang"), [("cheaper please", "en"), ("都太贵了，便宜点", "zh")])
def test_cheaper_than_several_is_below_the_cheapest_else_below_the_dearest(message: str, lang: Lang) -> None:
    talk = four(lang).says(message)
    assert talk.one("price").high == 20999
    assert talk.values("product", unwanted=True) == set(FOUR)
    milder = talk.heard.milder
    assert milder is not None
    assert [one.high for one in milder.of("price")] == [63999]
    assert {value for one in milder.of("product", unwanted=True) for value in one.values} == {"diver"}


@pytest.mark.parametrize(("message", "lang"), [("lighter", "en"), ("轻一点的", "zh")])
def test_lighter_than_several_is_below_the_lightest_else_below_the_heaviest(message: str, lang: Lang) -> None:
    talk = says("bags", lang).is_shown("tote", "case").says(message)
    assert talk.one("measure", name="weight").high == 819
    assert talk.heard.milder is not None
    assert [one.high for one in talk.heard.milder.of("measure")] == [2899]


def test_of_one_piece_there_is_nothing_milder() -> None:
    assert says("a coat").is_shown("parka").says("cheaper").heard.milder is None


@pytest.mark.parametrize(
    ("message", "lang", "meant"),
    [
        ("compare the first two", "en", ("tote", "case")),
        ("what is the difference between the first and the third?", "en", ("tote", "diver")),
        ("compare the last two", "en", ("diver", "quartz")),
        ("比较一下前两个", "zh", ("tote", "case")),
        ("第一款和第三款有什么区别", "zh", ("tote", "diver")),
    ],
)
def test_some_of_several_are_compared(message: str, lang: Lang, meant: tuple[str, ...]) -> None:
    heard = four(lang).says(message).heard
    assert heard.asked_for == "compare"
    assert heard.about == meant


@pytest.mark.parametrize(
    ("message", "lang", "gone"),
    [
        ("not the last one", "en", {"quartz"}),
        ("I don't like the second one", "en", {"case"}),
        ("最后那个不要", "zh", {"quartz"}),
        ("第二款不喜欢", "zh", {"case"}),
    ],
)
def test_one_of_several_is_refused(message: str, lang: Lang, gone: set[str]) -> None:
    assert four(lang).says(message).values("product", unwanted=True) == gone


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("the first one please", "en"),
        ("I'll take the red one", "en"),
        ("第一款", "zh"),
        ("红色的那只", "zh"),
    ],
)
def test_one_of_several_is_chosen(message: str, lang: Lang) -> None:
    talk = says("a bag", lang).is_shown("tote", "case", variant="tote:burgundy:").says(message)
    assert talk.values("product") == {"tote"}
    assert not talk.values("product", unwanted=True) & {"tote"}


def test_that_bag_is_the_bag_among_other_things() -> None:
    talk = says("something for my wife").is_shown("tote", "blazer", "quartz").says("that bag, but in black")
    assert talk.values("product") == {"tote"}
    assert "black" in talk.values("colour")


def test_the_second_one_but_in_another_colour() -> None:
    talk = says("something to wear").is_shown("blazer", "jumper").says("the second one but in green")
    assert talk.values("product") == {"jumper"}
    assert talk.values("colour") == {"forest-green"}


@pytest.mark.parametrize(("message", "lang"), [("I liked the first one better", "en"), ("我更喜欢第一款", "zh")])
def test_what_is_liked_is_no_longer_refused_and_leads_softly(message: str, lang: Lang) -> None:
    talk = says("something to wear", lang).is_shown("blazer", "jumper").says("something else").says(message)
    assert "blazer" not in talk.values("product", unwanted=True)
    soft = {one.kind for one in talk.need.wishes if one.firmness == "wish"}
    assert "material" in soft
    assert talk.heard.about == ("blazer",)


@pytest.mark.parametrize(
    ("message", "lang", "order"),
    [
        ("the cheapest bag you have", "en", ("price", "", "least")),
        ("what is your lightest suitcase?", "en", ("measure", "weight", "least")),
        ("the smallest bag please", "en", ("measure", "side", "least")),
        ("最便宜的包", "zh", ("price", "", "least")),
        ("要最轻的箱子", "zh", ("measure", "weight", "least")),
    ],
)
def test_a_superlative_is_an_order_and_no_bound(message: str, lang: Lang, order: tuple[str, str, str]) -> None:
    talk = says(message, lang)
    wish = talk.need.order
    assert wish is not None
    assert (wish.kind, wish.name, wish.term) == order
    assert not talk.need.of("price")
    assert not talk.need.of("measure")
    assert talk.heard.asked_for == "offer"


@pytest.mark.parametrize("message", ["the cheapest", "the cheapest one", "The cheapest, please."])
def test_the_cheapest_of_those_shown_is_meant(message: str) -> None:
    assert four().says(message).values("product") == {"case"}
