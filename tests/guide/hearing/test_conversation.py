"""Several messages: criticism of what was shown, corrections, what is given up, and beginning anew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.guide.hearing.department_store import Talk, says, schema

from mercery.core.i18n import Lang
from mercery.guide.need import Need, Wish


def offered(message: str, *products: str, lang: Lang = "en", variant: str | None = None) -> Talk:
    """A first message and what was shown for it."""
    return says(message, lang).is_shown(*products, variant=variant)


@pytest.mark.parametrize(
    ("message", "lang"), [("cheaper please", "en"), ("a bit steep", "en"), ("太贵了", "zh"), ("便宜点的", "zh")]
)
def test_cheaper_is_just_under_the_price_shown(message: str, lang: Lang) -> None:
    talk = offered("a coat", "parka").says(message)
    assert talk.one("price").high == 31999
    assert talk.one("price").label.en == "Under €320"
    assert talk.need.currency == "EUR"
    assert talk.values("product", unwanted=True) == {"parka"}


def test_half_the_price() -> None:
    assert offered("a coat", "parka").says("half that price would be fine").one("price").high == 16000


def test_an_amount_that_is_named_counts_before_cheaper() -> None:
    assert offered("a coat", "parka").says("too expensive, 200 at most").one("price").high == 20000


def test_cheaper_never_widens_a_budget() -> None:
    assert offered("a coat up to 250 euros", "parka").says("cheaper").one("price").high == 25000


@pytest.mark.parametrize(("message", "lang"), [("too heavy", "en"), ("something lighter", "en"), ("有点重", "zh")])
def test_lighter(message: str, lang: Lang) -> None:
    assert offered("a suitcase", "case").says(message).one("measure", name="weight").high == 2899


def test_a_watch_that_is_too_big() -> None:
    assert offered("a watch", "diver").says("too big for her wrist").one("measure", name="diameter").high == 41


def test_a_size_up_keeps_the_piece() -> None:
    talk = offered("shoes in 41", "loafers").says("a bit tight, one size up please")
    assert talk.values("size") == {"42"}
    assert not talk.values("product", unwanted=True)


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("the same in green", "en"),
        ("do you have it in green?", "en"),
        ("同款有绿色吗", "zh"),
        ("就这款，要绿色的", "zh"),
    ],
)
def test_the_same_in_another_colour_keeps_the_piece(message: str, lang: Lang) -> None:
    talk = offered("a jumper in red", "jumper").says(message)
    assert talk.values("product") == {"jumper"}
    assert talk.values("colour") == {"forest-green"}
    assert not talk.values("product", unwanted=True)


def test_the_second_of_two() -> None:
    talk = offered("something for the house", "throw", "lamp").says("the first one but in oatmeal")
    assert talk.values("product") == {"throw"}


@pytest.mark.parametrize(("message", "lang"), [("another material please", "en"), ("换个材质", "zh")])
def test_another_material(message: str, lang: Lang) -> None:
    assert offered("a jumper", "jumper").says(message).values("material", unwanted=True) == {"cashmere"}


def test_a_colour_that_is_not_liked() -> None:
    talk = offered("a jumper", "jumper", variant="jumper:burgundy:M").says("not that colour")
    assert talk.values("colour", unwanted=True) == {"burgundy"}


def test_too_formal_asks_for_casual_pieces() -> None:
    assert offered("shoes", "loafers").says("too formal").values("feature", name="style") == {"casual"}


def test_warmer_asks_for_warm_materials_and_may_be_given_up() -> None:
    wish = offered("a scarf", "silk").says("something warmer").one("material")
    assert "wool" in wish.values
    assert wish.firmness == "wish"


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("she already has those", "en"),
        ("not her style", "en"),
        ("something else please", "en"),
        ("这个已经有了", "zh"),
        ("换一个", "zh"),
    ],
)
def test_a_piece_that_is_refused_or_owned_is_not_shown_again(message: str, lang: Lang) -> None:
    talk = offered("shoes for my wife", "trainers", lang=lang).says(message)
    assert talk.values("product", unwanted=True) == {"trainers"}
    assert talk.values("category") == {"shoes"}


def test_goods_that_are_there_already_are_refused_by_their_kind() -> None:
    assert says("something for the house, they already have a kettle").values(
        "feature", unwanted=True, name="kind"
    ) == {"kettle"}


def test_a_piece_is_refused_by_its_name() -> None:
    assert says("shoes, but not the Penn").values("product", unwanted=True) == {"loafers"}


def test_what_the_shown_piece_lacks_is_wanted() -> None:
    talk = offered("a watch", "quartz").says("It doesn't have an automatic movement?")
    assert talk.values("feature", name="movement") == {"automatic"}
    assert talk.values("product", unwanted=True) == {"quartz"}


def test_a_wish_the_shown_piece_meets_refuses_nothing() -> None:
    assert not offered("a coat", "parka").says("with a hood").values("product", unwanted=True)


@pytest.mark.parametrize("message", ["no, 500, not 300", "sorry, make that 500", "改成五百"])
def test_a_correction_takes_the_place_of_what_was_said(message: str) -> None:
    assert says("a coat under 300 euros").says(message).one("price").high == 50000


def test_a_new_colour_takes_the_place_of_the_old() -> None:
    talk = says("a black coat").says("rather navy")
    assert talk.values("colour") == {"navy"}


def test_what_is_refused_adds_up() -> None:
    talk = says("a bag, no leather").says("and no polyester")
    assert talk.values("material", unwanted=True) == {"leather", "polyester"}


def test_a_wish_takes_back_its_refusal() -> None:
    talk = says("shoes, no leather").says("leather after all").says("leather please")
    assert not talk.values("material", unwanted=True)
    assert talk.values("material") == {"leather"}


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("price doesn't matter", "price"),
        ("预算不限", "price"),
        ("any colour will do", "colour"),
        ("颜色无所谓", "colour"),
        ("size doesn't matter", "size"),
    ],
)
def test_wishes_are_given_up(message: str, kind: str) -> None:
    talk = says("a black coat, size L, up to 300 euros").says(message)
    assert kind not in {wish.kind for wish in talk.need.wishes}
    assert [note.kind for note in talk.heard.notes] == ["given_up"]


def test_either_is_fine_restricts_nothing() -> None:
    assert says("a bag for evening or day, I don't mind").need.of("occasion") == ()


def test_something_for_somebody_else_begins_anew() -> None:
    talk = offered("a red jumper for my mother, I'm in Lille", "jumper").says("now something for my dad")
    assert talk.values("audience") == {"men"}
    assert not talk.values("colour")
    assert not talk.values("category")
    assert (talk.need.currency, talk.need.country) == ("EUR", "FR")


def test_starting_over_keeps_the_place() -> None:
    talk = says("a red jumper, delivered to Vienna").says("let's start over")
    assert talk.need.wishes == ()
    assert talk.need.country == "AT"
    assert talk.heard.asked_for == "start"


def test_other_goods_keep_the_budget_and_drop_the_size() -> None:
    talk = says("loafers in 42 up to 200 euros").says("show me a coat instead")
    assert talk.values("category") == {"clothing/coats"}
    assert not talk.values("size")
    assert talk.one("price").high == 20000


def test_the_same_goods_said_less_exactly_change_nothing() -> None:
    assert says("a table lamp").says("a lamp in brass").values("category") == {"home-and-living/lighting"}


@pytest.mark.parametrize(
    ("message", "lang", "asked"),
    [
        ("do you deliver to Spain?", "en", "question"),
        ("what is your return policy?", "en", "question"),
        ("is it waterproof?", "en", "question"),
        ("这款防水吗？", "zh", "question"),
        ("compare the two", "en", "compare"),
        ("哪个更轻？", "zh", "compare"),
        ("can I talk to a person?", "en", "person"),
        ("转人工", "zh", "person"),
        ("thanks", "en", "thanks"),
    ],
)
def test_questions_are_no_wishes(message: str, lang: Lang, asked: str) -> None:
    talk = offered("a watch", "diver", "quartz")
    before = talk.need.wishes
    talk.says(message)
    assert talk.heard.asked_for == asked
    assert talk.need.wishes == before


def test_what_is_compared_is_what_was_shown() -> None:
    assert offered("a watch", "diver", "quartz").says("which one is lighter?").heard.about == ("diver", "quartz")


def test_a_number_alone_is_a_size_where_the_goods_have_it() -> None:
    assert says("loafers").says("42").values("size") == {"42"}
    assert says("a lamp").says("200").one("price").high == 20000


_PIECES = [
    "a", "not", "no", "too", "cheaper", "loafers", "coat", "green", "leather", "under 200 euros", "size 42", "for my wife", "the same in", "without", "or", ",",
    ".", "?", "already has", "doesn't matter", "watch", "13-inch laptop", "不要", "太贵了", "手表", "皮", "的", "一百欧以内", "已经有了", "同款", "无所谓", "给妈妈",
    "寄北京", "in Lille", "by Friday", "3 kg", "that one", "bigger", "instead of", "and", "Penn", "compare the two", "！",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_only_values_of_the_shop_are_wanted(messages: list[list[str]]) -> None:
    talk = Talk()
    for words in messages:
        talk.says(" ".join(words)).is_shown("loafers", "diver")
    own = schema()
    for wish in talk.need.wishes:
        if wish.kind == "category":
            assert set(wish.values) <= {one.value for one in own.categories}
        if wish.kind == "brand":
            assert set(wish.values) <= {one.value for one in own.brands}
        if wish.kind == "product":
            assert set(wish.values) <= set(own.titles)
        if wish.low is not None and wish.high is not None:
            assert wish.low <= wish.high
    assert len({wish.key for wish in talk.need.wishes}) == len(talk.need.wishes), "one wish of each key"


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("a black coat for my husband, size L, no wool, up to 300 euros, in Lille", "en"),
        ("loafers in 42, leather, reduced if possible, before Friday", "en"),
        ("给老公买件大衣，藏青色，L码，不要羊毛，三百欧以内，寄里昂", "zh"),
    ],
)
def test_the_same_said_twice_changes_nothing(message: str, lang: Lang) -> None:
    once = says(message, lang).need
    twice = says(message, lang).says(message).need

    def meant(need: Need) -> set[Wish]:
        return {replace(wish, turn=0) for wish in need.wishes}

    assert meant(once) == meant(twice)


@pytest.mark.parametrize(
    ("first", "second", "lang"),
    [("a coat under 300 euros", "ok, 500 is fine then", "en"), ("外套，三百欧以内", "五百也行", "zh")],
)
def test_a_budget_may_grow(first: str, second: str, lang: Lang) -> None:
    assert says(first, lang).says(second).one("price").high == 50000


def test_what_we_have_is_no_piece_to_keep() -> None:
    talk = says("a kettle").is_shown("kettle").says("we have that one in our other flat")
    assert talk.values("product", unwanted=True) == {"kettle"}
